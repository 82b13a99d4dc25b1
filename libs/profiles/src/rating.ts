/** A rating as one small number: 1 to 10 are half stars, then the thumbs. */
import { Thumb } from '@upnext/contracts'
import type { Rating } from '@upnext/contracts'

const THUMB_DOWN = 11
const THUMB_UP = 12
export const GREATEST_RATING_CODE = THUMB_UP

/** `null` where the rating says nothing that this version knows. */
export function ratingCode(rating: Rating): number | null {
  if (rating.value?.$case === 'halfStars') {
    const halves = rating.value.value
    return halves >= 1 && halves <= 10 ? halves : null
  }
  if (rating.value?.$case === 'thumb') {
    if (rating.value.value === Thumb.THUMB_DOWN) return THUMB_DOWN
    if (rating.value.value === Thumb.THUMB_UP) return THUMB_UP
  }
  return null
}

/** 0.5 to 5, or `null` for a thumb. */
export function starsOf(rated: { readonly code: number }): number | null {
  return rated.code <= 10 ? rated.code / 2 : null
}

/** `true` for up, `false` for down, `null` for stars. */
export function thumbOf(rated: { readonly code: number }): boolean | null {
  return rated.code <= 10 ? null : rated.code === THUMB_UP
}
