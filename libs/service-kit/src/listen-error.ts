export interface ListenAddress {
  /** What listens, in the words of the operator: `ranking gRPC`. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** The environment variable that sets the port. */
  readonly variable: string
}

/** A server could not listen. The message says what to do about it. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly code = 'UPNEXT_LISTEN'

  constructor(address: ListenAddress, reason: unknown) {
    super(`${address.name}: ${adviceFor(address, String(reason))}`)
  }
}

function adviceFor({ host, port, variable }: ListenAddress, reason: string): string {
  if (reason.includes('EADDRINUSE')) {
    return `port ${port} on ${host} is in use: stop what holds it, or set ${variable} to another port (0 takes a free one)`
  }
  if (reason.includes('EACCES')) return `this user may not listen on port ${port}: set ${variable} to one above 1023`
  if (/EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|Name resolution/.test(reason)) {
    return `${host} is not an address of this machine: set UPNEXT_HOST to one that is, such as 127.0.0.1`
  }
  return `cannot listen on ${host}, port ${port}: ${reason}`
}
