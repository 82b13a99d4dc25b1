/** Keys under which viewers and accounts are known inside Upnext. The ids that the app uses go no further than this file. */
import { createHash } from 'node:crypto'
import { shortHmac } from './short-hmac.ts'

/** 22 base64url characters. */
export type ViewerKey = string & { readonly brand: 'ViewerKey' }
export type AccountKey = string & { readonly brand: 'AccountKey' }

const KEY_PATTERN = /^[A-Za-z0-9_-]{22}$/

/** The secret that keys are made with, and the namespace that keeps tenants apart. */
export interface KeyContext {
  /** At least 16 bytes. Losing it orphans every profile; leaking it lets ids be guessed. */
  readonly secret: Uint8Array
  readonly namespace: string
}

/** First 16 bytes of HMAC-SHA-256(secret, namespace ‖ 0 ‖ viewer id), as 22 base64url characters. */
export function viewerKey(context: KeyContext, viewerId: string): ViewerKey {
  return shortHmac(context.secret, `${context.namespace}\0${viewerId}`) as ViewerKey
}

/** Like {@link viewerKey}, with a prefix of its own, so that an account never has the key of a viewer. */
export function accountKey(context: KeyContext, accountId: string): AccountKey {
  return shortHmac(context.secret, `account\0${context.namespace}\0${accountId}`) as AccountKey
}

export function isViewerKey(text: string): text is ViewerKey {
  return KEY_PATTERN.test(text)
}

/** Short public name of a secret, for envelopes: which key made this viewer key. */
export function keyIdOf(secret: Uint8Array): string {
  return createHash('sha256').update('upnext key id\0').update(secret).digest('hex').slice(0, 8)
}
