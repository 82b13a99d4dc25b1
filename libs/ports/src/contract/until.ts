import { setTimeout as pause } from 'node:timers/promises'

const LOOK_EVERY_MS = 5

/** Looks until the condition holds; fails with the message when it does not within the time-out. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  message: string,
  timeoutMs = 20_000,
): Promise<void> {
  const endsAt = performance.now() + timeoutMs
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`waited ${timeoutMs} ms in vain: ${message}`)
    await pause(LOOK_EVERY_MS)
  }
}

/** A promise and the means to settle it, for tests that decide when something goes on. */
export interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

export function createGate(): Gate {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}
