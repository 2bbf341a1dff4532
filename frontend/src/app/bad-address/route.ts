// Answers an address that cannot be decoded, with a page that needs neither a session nor a script.
export const dynamic = "force-dynamic";

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="color-scheme" content="light dark" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>Bad address · Isotherm</title>
  <h1>This address cannot be read</h1>
  <p>It is damaged: a percent sign in it does not begin a character. It may have been cut or mistyped.</p>
  <p><a href="/">Go to overview</a></p>
</html>
`;

const answer = () =>
  new Response(PAGE, {
    status: 400,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });

export {
  answer as GET,
  answer as POST,
  answer as PUT,
  answer as PATCH,
  answer as DELETE,
  answer as OPTIONS,
};
