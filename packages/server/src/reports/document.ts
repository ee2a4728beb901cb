/** Puts a report together as a document that pdfmake lays out. */

import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { printAppendix, printChanges, printExceptions, printMethod } from './document-appendix.ts'
import { printControls } from './document-controls.ts'
import { colours, createParts } from './document-parts.ts'
import { printCover, printSections, printSummary } from './document-summary.ts'
import type { TextPrinter } from './fonts.ts'
import type { ReportData, ReportMaking } from './report-data.ts'

const sideMargin = 44

export function createDocument(
  printer: TextPrinter,
  data: ReportData,
  making: ReportMaking,
): TDocumentDefinitions {
  const parts = createParts(printer)
  const title = printer.plain(`${data.framework.name} ${data.framework.version}`)
  const margin = { margin: [sideMargin, 22, sideMargin, 0] as [number, number, number, number] }
  const faint = { color: colours.faint, fontSize: 7.5 }
  const foot = `Report ${making.id} · ${printer.plain(data.product)} · rule set ${data.rulesVersion}`
  return {
    info: {
      title: `${title}: compliance report`,
      author: plainOf(printer, making.by),
      subject: plainOf(printer, data.scope),
      keywords: `${making.id}, ${data.framework.id}`,
      creator: printer.plain(data.product),
      // The time of making, so that the same report has the same bytes.
      creationDate: new Date(making.at),
    },
    language: 'en',
    displayTitle: true,
    version: '1.7',
    pageSize: 'A4',
    pageMargins: [sideMargin, 52, sideMargin, 52],
    defaultStyle: { font: 'Roboto', fontSize: 9, color: colours.text, lineHeight: 1.15 },
    header: (page: number): Content =>
      page === 1
        ? { text: 'Confidential', alignment: 'right', ...faint, ...margin }
        : {
            columns: [{ text: title }, { text: 'Confidential', alignment: 'right', width: 80 }],
            ...faint,
            ...margin,
          },
    footer: (page: number, pages: number): Content => ({
      columns: [{ text: foot }, { text: `${page} / ${pages}`, alignment: 'right', width: 60 }],
      ...faint,
      margin: [sideMargin, 20, sideMargin, 0],
    }),
    content: [
      ...printCover(parts, data, making),
      ...printSummary(parts, data),
      ...printSections(parts, data),
      { text: '', pageBreak: 'after' },
      parts.heading('Contents', { level: 1, id: 'contents' }),
      { toc: { title: { text: '' } } },
      ...printControls(parts, data),
      ...printExceptions(parts, data),
      ...printChanges(parts, data),
      ...printMethod(parts, data),
      ...printAppendix(parts, data),
    ],
  }
}

/** The document's own description is XML into which pdfkit puts these as they are. */
function plainOf(printer: TextPrinter, text: string): string {
  return printer.plain(text).replace(/[<>&]/g, '_')
}
