// The page for unknown addresses.
import { ButtonLink } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";

export default function NotFound() {
  return (
    <main>
      <Placeholder
        icon="search"
        title="Page not found"
        level={1}
        actions={<ButtonLink href="/">Go to overview</ButtonLink>}
      >
        The address may be mistyped or out of date.
      </Placeholder>
    </main>
  );
}
