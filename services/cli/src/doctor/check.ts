/** One look at one thing. */
export interface Finding {
  readonly what: string
  readonly level: 'ok' | 'warn' | 'fail'
  readonly text: string
  /** What to do about it, where something is to be done. */
  readonly todo?: string
}

export function ok(what: string, text: string): Finding {
  return { what, level: 'ok', text }
}

export function warn(what: string, text: string, todo: string): Finding {
  return { what, level: 'warn', text, todo }
}

export function fail(what: string, text: string, todo: string): Finding {
  return { what, level: 'fail', text, todo }
}
