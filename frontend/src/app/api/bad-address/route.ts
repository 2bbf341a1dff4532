// Answers an address below /api that cannot be decoded.
import { problem } from "@/server/problem";

export const dynamic = "force-dynamic";

const answer = () => problem("bad-address");

export {
  answer as GET,
  answer as POST,
  answer as PUT,
  answer as PATCH,
  answer as DELETE,
  answer as OPTIONS,
};
