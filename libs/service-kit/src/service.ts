/** Whether a service can serve now, and which of its parts cannot. A string says why not. */
export interface Readiness {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, boolean | string>>
}

/** What every service factory gives. */
export interface Service {
  /** Resolves when the service does its work, which may be before it is ready. */
  start(): Promise<void>
  /** Finishes what is in hand, then resolves. Harmless when called twice. */
  stop(): Promise<void>
  ready(): Readiness
}
