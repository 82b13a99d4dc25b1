/** What people and the CLI ask of the standalone process: `POST /v1/admin/train`, `GET /v1/status`. */
import type { Router } from 'express'
import express from 'express'
import type { StandaloneStatus, TrainingAnswer } from './admin-schemas.ts'

export interface AdminOptions {
  readonly train: () => Promise<TrainingAnswer>
  readonly status: () => Promise<StandaloneStatus>
}

export function adminRouter({ train, status }: AdminOptions): Router {
  const router = express.Router()
  router.post('/v1/admin/train', async (_request, response) => {
    response.json(await train())
  })
  router.get('/v1/status', async (_request, response) => {
    response.json(await status())
  })
  return router
}
