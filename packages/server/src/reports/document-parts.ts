/** The parts that a report is made of: text, headings, tables, bars. */

import type { ControlResult, Severity } from '@evenkeel/model'
import type { Content, ContentTable, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js'
import type { TextPrinter } from './fonts.ts'

export const colours = {
  text: '#12161c',
  faint: '#5f6a7b',
  line: '#dfe3e9',
  ground: '#f3f5f8',
  accent: '#2f73d0',
  link: '#1b5cb8',
  failed: '#a1161c',
  passed: '#125f36',
  unknown: '#454d5b',
  manual: '#55389a',
  warning: '#6b4500',
  warningGround: '#fff4d6',
  warningLine: '#ecd394',
} as const

export const resultColours: Readonly<Record<ControlResult, string>> = {
  failed: colours.failed,
  unknown: colours.unknown,
  manual: colours.manual,
  passed: colours.passed,
  'not-applicable': colours.faint,
  disabled: colours.faint,
  listed: colours.faint,
}

export const severityColours: Readonly<Record<Severity, string>> = {
  critical: '#850f22',
  high: '#86290a',
  medium: '#664500',
  low: '#1a4689',
  info: '#454d5b',
}

/** Between the margins of an A4 page. */
export const contentWidth = 507

export interface Parts {
  text(value: string, style?: object): Content
  mono(value: string, style?: object): Content
  heading(value: string, options: HeadingOptions): Content
  printer: TextPrinter
}

export interface HeadingOptions {
  level: 1 | 2 | 3
  id: string
  /** The id of the heading above it. */
  parent?: string
  isInContents?: boolean
}

const headingStyles = {
  1: { fontSize: 16, bold: true, margin: [0, 0, 0, 8] },
  2: { fontSize: 12.5, bold: true, margin: [0, 12, 0, 6] },
  3: { fontSize: 10.5, bold: true, margin: [0, 12, 0, 2] },
} as const

export function createParts(printer: TextPrinter): Parts {
  const make = (value: string, font: 'Roboto' | 'Mono', style: object): Content => {
    const runs = printer.runs(value, font)
    const first = runs[0]
    if (runs.length <= 1) return { text: first?.text ?? '', font: first?.font ?? font, ...style }
    return { text: runs, ...style }
  }
  return {
    printer,
    text: (value, style = {}) => make(value, 'Roboto', style),
    mono: (value, style = {}) => make(value, 'Mono', { fontSize: 7.5, ...style }),
    heading: (value, { level, id, parent, isInContents = false }) => ({
      text: printer.runs(value),
      id,
      outline: true,
      outlineText: printer.plain(value),
      outlineExpanded: level === 1,
      ...(parent !== undefined && { outlineParentId: parent }),
      ...(isInContents && { tocItem: true, tocMargin: [parent === undefined ? 0 : 14, 2, 0, 0] }),
      ...headingStyles[level],
      margin: [...headingStyles[level].margin],
    }),
  }
}

/** On each side of a cell, but for the outermost left. */
const columnPadding = 4

/** Lines between rows, none around. */
export const plainLayout: CustomTableLayout = {
  hLineWidth: (row, node) => (row === 0 || row === node.table.body.length ? 0 : 0.6),
  vLineWidth: () => 0,
  hLineColor: () => colours.line,
  paddingLeft: (column) => (column === 0 ? 0 : columnPadding),
  paddingRight: () => columnPadding,
  paddingTop: () => 3.5,
  paddingBottom: () => 3.5,
}

const noteLayout = (ground: string, line: string): CustomTableLayout => ({
  hLineWidth: () => 0.6,
  vLineWidth: () => 0.6,
  hLineColor: () => line,
  vLineColor: () => line,
  fillColor: () => ground,
  paddingLeft: () => 10,
  paddingRight: () => 10,
  paddingTop: () => 6,
  paddingBottom: () => 7,
})

/** For the numbers of controls and sections: `1.2.15` needs less than `T1021.004`. */
export function numberWidth(numbers: readonly string[]): number {
  const longest = Math.max(0, ...numbers.map((it) => it.length))
  return Math.min(70, Math.max(22, longest * 5))
}

/** Only columns with a width break words that have no space in them, so at most a short one is `*`. */
export function table(
  widths: (number | string)[],
  body: TableCell[][],
  style: Partial<ContentTable> = {},
): Content {
  return { table: { widths, headerRows: 1, body }, layout: plainLayout, ...style }
}

export function headCells(parts: Parts, ...names: (string | [name: string, style: object])[]) {
  return names.map((it): TableCell => {
    const [name, style] = typeof it === 'string' ? [it, {}] : it
    return parts.text(name, { color: colours.faint, fontSize: 8, ...style }) as TableCell
  })
}

/** A box that is read before what follows. */
export function note(content: Content[], isWarning: boolean): Content {
  const { warningGround, warningLine, ground, line } = colours
  return {
    table: { widths: ['*'], body: [[{ stack: content }]] },
    layout: isWarning ? noteLayout(warningGround, warningLine) : noteLayout(ground, line),
    margin: [0, 4, 0, 8],
  }
}

/** Of one hue: its length says it. */
export function scoreBar(value: number | null, width = 70): Content {
  const filled = ((value ?? 0) / 100) * width
  return {
    canvas: [
      { type: 'rect', x: 0, y: 3, w: width, h: 5, r: 2.5, color: '#e4e8ee' },
      ...(filled > 1
        ? [{ type: 'rect' as const, x: 0, y: 3, w: filled, h: 5, r: 2.5, color: colours.accent }]
        : []),
    ],
  }
}

/** Never rounded up to 100 or down to 0. */
export function printScore(value: number | null): string {
  if (value === null) return '–'
  if (value > 99 && value < 100) return '99'
  if (value > 0 && value < 1) return '1'
  return String(Math.round(value))
}

const whole = new Intl.NumberFormat('en')

export function printCount(count: number): string {
  return whole.format(count)
}

/** `2026-11-25 04:10 UTC` */
export function printTime(time: string): string {
  if (time === '') return 'never'
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
}

export function printDay(time: string): string {
  return time.slice(0, 10)
}

export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
