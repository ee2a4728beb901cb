/** The drawings of a report as SVG: results as a ring, the score over time as a line. */

import type { Content } from 'pdfmake/interfaces.js'
import { colours, contentWidth } from './document-parts.ts'
import type { ReportData, ResultCounts } from './report-data.ts'

const size = 130
const radius = 52
const thickness = 17

const ring: [keyof ResultCounts, string][] = [
  ['failed', '#d4494a'],
  ['unknown', '#a9b1bd'],
  ['manual', '#9d86d6'],
  ['passed', '#4aa173'],
  ['not_applicable', '#e4e8ee'],
  ['listed', '#e4e8ee'],
  ['disabled', '#e4e8ee'],
]

/** The controls by result, and the score in the middle. */
export function drawResults(results: ResultCounts, score: string): { svg: string } {
  const total = Object.values(results).reduce((sum, it) => sum + it, 0)
  const around = 2 * Math.PI * radius
  let offset = 0
  const arcs = ring.map(([name, colour]) => {
    const length = total === 0 ? 0 : (results[name] / total) * around
    const arc = `<circle cx="65" cy="65" r="${radius}" fill="none" stroke="${colour}" stroke-width="${thickness}" stroke-dasharray="${length.toFixed(2)} ${(around - length).toFixed(2)}" stroke-dashoffset="${(-offset).toFixed(2)}" transform="rotate(-90 65 65)"/>`
    offset += length
    return length > 0 ? arc : ''
  })
  const text = (y: number, fontSize: number, colour: string, value: string) =>
    `<text x="65" y="${y}" font-family="Roboto" font-size="${fontSize}" text-anchor="middle" fill="${colour}">${value}</text>`
  return {
    svg: `<svg width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">${arcs.join('')}${text(71, 26, colours.text, score)}${text(86, 8, colours.faint, 'of 100')}</svg>`,
  }
}

const width = contentWidth - 170 - 24
const height = 110
const [left, right, top, bottom] = [22, 4, 6, 16]

/** Undefined where there is nothing to draw a line between. */
export function drawTrend(trend: ReportData['trend']): Content | undefined {
  const points = trend.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]))
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) return undefined
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)]
  const x = (at: string) =>
    left + ((Date.parse(at) - from) / Math.max(1, to - from)) * (width - left - right)
  const y = (value: number) => top + (1 - value / 100) * (height - top - bottom)
  const line = points.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`)
  const grid = [0, 25, 50, 75, 100].map(
    (value) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="${colours.line}" stroke-width="0.6"/>${label(left - 4, y(value) + 2.5, 'end', String(value))}`,
  )
  const base = y(0).toFixed(1)
  const area = `${x(first.at).toFixed(1)},${base} ${line.join(' ')} ${x(last.at).toFixed(1)},${base}`
  const days = `${label(left, height - 4, 'start', first.at.slice(0, 10))}${label(width - right, height - 4, 'end', last.at.slice(0, 10))}`
  return {
    svg: `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${grid.join('')}<polygon points="${area}" fill="#e6effc"/><polyline points="${line.join(' ')}" fill="none" stroke="${colours.accent}" stroke-width="1.4"/>${days}</svg>`,
  }
}

function label(x: number, y: number, anchor: string, value: string): string {
  return `<text x="${x}" y="${y.toFixed(1)}" font-family="Roboto" font-size="7" text-anchor="${anchor}" fill="${colours.faint}">${value}</text>`
}
