/** The map of relations as an SVG file that stands by itself. */

import type { Relations } from '@evenkeel/model'
import { layOutRelations, nodeWidth, type PlacedResource } from './relations-layout.ts'

const charactersMax = 26

export function printRelations(relations: Relations): string {
  const { nodes, edges, width, height } = layOutRelations(relations)
  const byId = new Map(nodes.map((it) => [it.resource.id, it]))
  const lines = edges.flatMap(({ from, to, label }) => {
    const [a, b] = [byId.get(from), byId.get(to)]
    return a && b ? [printEdge(a, b, label)] : []
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" font-family="Inter, system-ui, sans-serif">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...lines,
    ...nodes.map(printNode),
    '</svg>',
  ].join('\n')
}

function printEdge(from: PlacedResource, to: PlacedResource, label: string): string {
  const [x1, y1] = [from.x + nodeWidth / 2, from.y + from.height]
  const [x2, y2] = [to.x + nodeWidth / 2, to.y]
  const middle = (y1 + y2) / 2
  const path = `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`
  return (
    `<path d="${path}" fill="none" stroke="#8a94a3"/>` +
    `<text x="${(x1 + x2) / 2}" y="${middle}" font-size="10" text-anchor="middle" fill="#465061" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escapeXml(label)}</text>`
  )
}

function printNode({ resource, x, y, height }: PlacedResource): string {
  const { kind, name, risk, failed } = resource
  const stroke = risk ? '#a1161c' : '#8a94a3'
  const text = (line: number, content: string, look: string) =>
    `<text x="${x + 10}" y="${y + line}" ${look}>${escapeXml(short(content))}</text>`
  return [
    `<rect x="${x}" y="${y}" width="${nodeWidth}" height="${height}" rx="6" fill="#ffffff" stroke="${stroke}"/>`,
    text(18, failed > 0 ? `${kind}, ${failed} failed` : kind, 'font-size="10" fill="#5f6a7b"'),
    text(36, name, 'font-size="12" font-weight="600" fill="#12161c"'),
    ...(risk ? [text(55, `⚠ ${risk}`, 'font-size="10" fill="#a1161c"')] : []),
  ].join('')
}

function short(text: string): string {
  return text.length > charactersMax ? `${text.slice(0, charactersMax - 1)}…` : text
}

/** Names come from outside; what XML has no character for is left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\P{C}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
