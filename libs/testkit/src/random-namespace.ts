import { randomBytes } from 'node:crypto'

/** A namespace that nobody used before, so that tests share servers without seeing each other. */
export function randomNamespace(prefix = 'test'): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`
}
