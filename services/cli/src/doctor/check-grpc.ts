import { credentials, makeClientConstructor } from '@grpc/grpc-js'
import type { Finding } from './check.ts'
import { fail, ok, warn } from './check.ts'

const TIMEOUT_MS = 1_500
const Plain = makeClientConstructor({}, 'Plain')

/** Does something take gRPC connections there? */
export async function checkGrpc(what: string, address: string, nowMs: number, expected: boolean): Promise<Finding> {
  const client = new Plain(address, credentials.createInsecure())
  try {
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(nowMs + TIMEOUT_MS, (error) => {
        if (error === undefined) resolve()
        else reject(error)
      })
    })
    return ok(what, `answers at ${address}`)
  } catch {
    const away = `nothing answers at ${address}`
    return expected
      ? fail(what, away, 'start it, or correct its address')
      : warn(what, away, 'start it with: npm start')
  } finally {
    client.close()
  }
}
