// Encrypted values for cookies: AES-256-GCM with a key derived from the session secret.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE = 12;
const TAG = 16;

/** Each purpose has its own key, so that a sealed login state can never be used as a session. */
function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `isotherm ${purpose} v1`, 32));
}

/** Encrypt a JSON value for this secret and purpose. */
export function seal(value: unknown, secret: string, purpose: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, purpose), nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

/** Decrypt a sealed value; null if it is invalid, tampered with, or for another purpose. */
export function unseal(sealed: string, secret: string, purpose: string): unknown {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length <= NONCE + TAG) return null;
  try {
    const decipher = createDecipheriv(
      "aes-256-gcm",
      keyFor(secret, purpose),
      bytes.subarray(0, NONCE),
    );
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    const body = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return null;
  }
}
