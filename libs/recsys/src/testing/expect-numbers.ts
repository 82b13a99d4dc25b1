import { expect } from '@jest/globals'

/** Every number that is in there, and nothing that is no number. */
export function expectNumbers(value: unknown, path = ''): void {
  if (typeof value === 'number') expect([path, Number.isFinite(value)]).toEqual([path, true])
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) expectNumbers(part, `${path}.${key}`)
  }
}
