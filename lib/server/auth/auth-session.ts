/**
 * A session is a cookie and nothing else: the bearer token that was pasted, sealed by AES-256-GCM. Not the identity that
 * was proved: with the token in it any replica can ask the API server again, so that a token that was revoked, or a
 * ServiceAccount that is gone, is noticed as soon as a right that was. What is sealed can neither be read nor changed
 * without the key; the tag is compared by OpenSSL in constant time.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** `id` names the session in the memory of those that were ended. Times are epoch ms. */
export type Session = { id: string; token: string; expiresAt: number };

export type Sessions = {
  /** Null where the token is too long for a cookie. */
  seal(token: string, expiresAt: number): string | null;
  /** Null for what was not sealed with this key, was changed since, or is over. */
  open(text: string, now: number): Session | null;
};

/** Browsers keep 4096 bytes of a cookie, its name and attributes among them. */
const LONGEST_COOKIE = 3800;
const VERSION = 'v1.';
const PURPOSE = 'tenure session v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `random`: so many random bytes, never the same twice. */
export function createSessions(secret: string | Buffer, random: (bytes: number) => Buffer): Sessions {
  const key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32));
  return {
    seal(token, expiresAt) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(PURPOSE));
      const body = [cipher.update(JSON.stringify([expiresAt, token]), 'utf8'), cipher.final()];
      const sealed = VERSION + Buffer.concat([iv, ...body, cipher.getAuthTag()]).toString('base64url');
      return sealed.length > LONGEST_COOKIE ? null : sealed;
    },
    open(text, now) {
      if (!text.startsWith(VERSION) || text.length > LONGEST_COOKIE) return null;
      const encoded = text.slice(VERSION.length);
      const bytes = Buffer.from(encoded, 'base64url');
      // Node reads past what is no base64url: only what it would write itself is what was sealed.
      if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== encoded) return null;
      const iv = bytes.subarray(0, IV_BYTES);
      const plain = opened(key, iv, bytes.subarray(IV_BYTES));
      if (plain === null) return null;
      const [expiresAt, token] = JSON.parse(plain) as [number, string];
      return expiresAt <= now ? null : { id: iv.toString('base64url'), token, expiresAt };
    },
  };
}

function opened(key: Buffer, iv: Buffer, sealed: Buffer): string | null {
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(PURPOSE));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    // The only thing that fails here is the tag: somebody else's key, or a cookie that was changed.
    return null;
  }
}
