// The page for unknown addresses.
import { ButtonLink } from "@/ui/button";
import { Face } from "@/ui/face";

export default function NotFound() {
  return (
    <main>
      <Face
        icon="search"
        title="Page not found"
        level={1}
        actions={<ButtonLink href="/">Go to overview</ButtonLink>}
      >
        The address may be mistyped or out of date.
      </Face>
    </main>
  );
}
