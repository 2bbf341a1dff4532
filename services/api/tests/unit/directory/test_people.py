"""Without a service account nobody is known, which is not the same as nobody found."""

from contextlib import aclosing

from isotherm_api.directory.people import Candidates, Directory, Members, NoDirectory


async def test_a_directory_that_knows_nobody_answers_none_to_every_question() -> None:
    directory: Directory = NoDirectory()
    async with aclosing(directory):
        assert await directory.find("ada") is None
        assert await directory.read("subject-of-ada") is None
        assert await directory.search("ada", 20) is None
        assert await directory.members("/night-shift") is None


def test_nobody_found_is_a_complete_answer() -> None:
    candidates, members = Candidates(), Members()
    assert (list(candidates.people), list(candidates.groups)) == ([], [])
    assert not candidates.truncated
    assert list(members.people) == []
    assert members.complete
