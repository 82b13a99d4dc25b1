/** `GET /artwork/<item id>.svg`: placeholder artwork, so that the example has pictures without any file or network. */
import type { Router } from 'express'
import express from 'express'
import { artworkOf } from './artwork.ts'
import type { PicturedTitle } from './artwork.ts'

const A_DAY = 'public, max-age=86400'

/** A title that the catalogue does not know is left to whoever answers 404. */
export function artworkRouter(catalog: { byId(itemId: string): PicturedTitle | undefined }): Router {
  const router = express.Router()
  router.get('/artwork/:file', (request, response, next) => {
    const { file } = request.params
    const title = file.endsWith('.svg') ? catalog.byId(file.slice(0, -'.svg'.length)) : undefined
    if (title === undefined) {
      next()
      return
    }
    response.set({
      'cache-control': A_DAY,
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    response.type('image/svg+xml').send(artworkOf(title))
  })
  return router
}
