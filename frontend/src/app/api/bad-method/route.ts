// Answers a method that no address has, and that Next.js would answer with status 500.
import { problem } from "@/server/problem";

export const dynamic = "force-dynamic";

export const GET = () => problem("bad-method");
