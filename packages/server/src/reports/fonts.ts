/** The fonts of a report, and how text is printed that they do not cover. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create, type Font } from 'fontkit'

const folders = {
  pdfmake: 'fonts/Roboto',
  'dejavu-fonts-ttf': 'ttf',
} as const

/** Roboto has the Latin, Greek and Cyrillic letters; DejaVu has a fixed width and many more signs. */
const files = {
  'Roboto-Regular.ttf': 'pdfmake',
  'Roboto-Medium.ttf': 'pdfmake',
  'Roboto-Italic.ttf': 'pdfmake',
  'Roboto-MediumItalic.ttf': 'pdfmake',
  'DejaVuSans.ttf': 'dejavu-fonts-ttf',
  'DejaVuSans-Bold.ttf': 'dejavu-fonts-ttf',
  'DejaVuSansMono.ttf': 'dejavu-fonts-ttf',
} as const satisfies Record<string, keyof typeof folders>

export type FontFile = keyof typeof files

/** As pdfmake names them. */
export const fontFaces = {
  Roboto: {
    normal: 'Roboto-Regular.ttf',
    bold: 'Roboto-Medium.ttf',
    italics: 'Roboto-Italic.ttf',
    bolditalics: 'Roboto-MediumItalic.ttf',
  },
  Sans: {
    normal: 'DejaVuSans.ttf',
    bold: 'DejaVuSans-Bold.ttf',
    italics: 'DejaVuSans.ttf',
    bolditalics: 'DejaVuSans-Bold.ttf',
  },
  Mono: {
    normal: 'DejaVuSansMono.ttf',
    bold: 'DejaVuSansMono.ttf',
    italics: 'DejaVuSansMono.ttf',
    bolditalics: 'DejaVuSansMono.ttf',
  },
} as const satisfies Record<string, Record<string, FontFile>>

export type FontName = keyof typeof fontFaces

export const fontFiles = Object.keys(files) as FontFile[]

/** Beside the bundle, or in the packages of a checkout, from where the build copies it. */
export function fontPath(file: FontFile): string {
  const here = import.meta.url
  if (!new URL(here).pathname.endsWith('.ts'))
    return fileURLToPath(new URL(`./fonts/${file}`, here))
  const name = files[file]
  const manifest = createRequire(here).resolve(`${name}/package.json`)
  return join(dirname(manifest), folders[name], file)
}

/** A piece of text in one font. */
export interface Run {
  text: string
  font: FontName
}

export interface TextPrinter {
  runs(text: string, font?: 'Roboto' | 'Mono'): Run[]
  /** In one piece, for what takes no runs: titles and bookmarks. */
  plain(text: string): string
  /** Texts in which a character stands as an escape. */
  readonly escaped: number
}

/** Letters that are written from right to left would come out in the wrong order, and controls in none at all. */
const unprintable =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

export function createTextPrinter(): TextPrinter {
  const fonts = new Map<FontName, Font>()
  for (const name of ['Roboto', 'Sans', 'Mono'] as const) {
    const font = create(readFileSync(fontPath(fontFaces[name].normal)))
    // Collections have several fonts in one file; none of these is one.
    if (!('hasGlyphForCodePoint' in font)) throw new Error(`${name} is no single font.`)
    fonts.set(name, font)
  }
  const known = new Map<string, FontName | null>()
  let escaped = 0

  const fontOf = (character: string, wanted: FontName): FontName | null => {
    const key = wanted + character
    const found = known.get(key)
    if (found !== undefined) return found
    const point = character.codePointAt(0) ?? 0
    const font = unprintable.test(character)
      ? null
      : ([wanted, 'Sans'] as const).find((it) => fonts.get(it)?.hasGlyphForCodePoint(point))
    known.set(key, font ?? null)
    return font ?? null
  }

  const runs = (text: string, wanted: FontName = 'Roboto'): Run[] => {
    const list: Run[] = []
    let hasEscapes = false
    const add = (piece: string, font: FontName) => {
      const last = list.at(-1)
      if (last?.font === font) last.text += piece
      else list.push({ text: piece, font })
    }
    for (const character of text.replaceAll('\t', '  ').replaceAll('\r\n', '\n')) {
      const font = character === '\n' ? wanted : fontOf(character, wanted)
      hasEscapes ||= font === null
      add(font === null ? printEscape(character) : character, font ?? wanted)
    }
    if (hasEscapes) escaped += 1
    return list
  }

  return {
    runs,
    plain: (text) =>
      runs(text)
        .map((run) => run.text)
        .join(''),
    get escaped() {
      return escaped
    },
  }
}

function printEscape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
