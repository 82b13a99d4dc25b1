import { describe, expect, it } from '@jest/globals'
import { titleOf } from './titles.ts'

const named = (title: NonNullable<Parameters<typeof titleOf>[0]['title']>) =>
  titleOf({ title }, 'genre', { genre: 'Crime' })

describe('the title of a row', () => {
  it('is a template with its parameters, and the same in English', () => {
    expect(titleOf({}, 'after_title', { title: 'Heat' })).toEqual({
      template: 'after_title',
      parameters: { title: 'Heat' },
      text: 'After Heat',
    })
  })

  it('is the one of the rows file where it has one, which may use what the row is about', () => {
    const parameters = { genre: 'Crime', mood: 'dark' }
    expect(named({ template: 'mine', parameters: { mood: 'dark' }, text: 'More {mood} {genre} for {whom}' })).toEqual({
      template: 'mine',
      parameters,
      text: 'More dark Crime for {whom}',
    })
  })

  it('has as its text what the template is known to mean, else the template’s name', () => {
    expect(named({ template: 'top_picks' }).text).toBe('Top picks')
    expect(named({ template: 'only-the-app-knows' }).text).toBe('only-the-app-knows')
  })
})
