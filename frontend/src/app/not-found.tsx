// An address that leads nowhere.
import { ButtonLink } from "@/ui/button";
import { Face } from "@/ui/face";

export default function NotFound() {
  return (
    <main>
      <Face
        icon="search"
        title="There is no such page here"
        level={1}
        actions={<ButtonLink href="/">Go to overview</ButtonLink>}
      >
        The address may be mistyped, or from another version.
      </Face>
    </main>
  );
}
