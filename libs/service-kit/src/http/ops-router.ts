import { Router } from 'express'
import type { Metrics } from '../metrics.ts'
import type { Readiness } from '../service.ts'

export interface OpsOptions {
  readonly metrics: Pick<Metrics, 'expose'>
  readonly ready: () => Readiness | Promise<Readiness>
}

/** What operators ask: `/live` (the process runs), `/ready` (200 or 503, with the parts), `/metrics` (Prometheus). */
export function opsRouter({ metrics, ready }: OpsOptions): Router {
  const router = Router()
  router.get('/live', (_request, response) => {
    response.json({ live: true })
  })
  router.get('/ready', async (_request, response) => {
    const readiness = await ready()
    response.status(readiness.ready ? 200 : 503).json(readiness)
  })
  router.get('/metrics', async (_request, response) => {
    const { contentType, text } = await metrics.expose()
    response.type(contentType).send(text)
  })
  return router
}
