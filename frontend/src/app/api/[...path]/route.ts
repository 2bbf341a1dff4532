// Answers addresses below /api that are not those of api's version.
import { problem } from "@/server/problem";

export const dynamic = "force-dynamic";

const answer = () => problem("not-found");

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
