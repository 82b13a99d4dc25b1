import express from 'express'
import type { Express, Router } from 'express'
import type { Logger } from '@upnext/service-kit'
import { problemHandler } from './answer-problem.ts'
import { Problem } from './problem.ts'

/** An app of nothing but these routers; every other path is a 404 that says what there is. */
export function collectorApp(routers: readonly Router[], logger: Logger): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  for (const router of routers) app.use(router)
  app.use(() => {
    throw new Problem({
      status: 404,
      code: 'not_found',
      message: 'there is nothing here',
      whatToDo: 'GET / lists what there is',
    })
  })
  app.use(problemHandler(logger))
  return app
}
