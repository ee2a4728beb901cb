/** A report as PDF. */

import pdfmake from 'pdfmake'
import { createDocument } from './document.ts'
import { createTextPrinter, fontFaces, fontFiles, fontPath } from './fonts.ts'
import type { ReportData, ReportMaking } from './report-data.ts'

/** The same data gives the same bytes. */
export async function printPdf(data: ReportData, making: ReportMaking): Promise<Buffer> {
  const paths = new Set(fontFiles.map(fontPath))
  pdfmake.setFonts(
    Object.fromEntries(
      Object.entries(fontFaces).map(([name, { normal, bold, italics, bolditalics }]) => [
        name,
        {
          normal: fontPath(normal),
          bold: fontPath(bold),
          italics: fontPath(italics),
          bolditalics: fontPath(bolditalics),
        },
      ]),
    ),
  )
  // A report brings all that it shows; texts of clusters must not make it fetch or read anything.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => paths.has(path))
  return await pdfmake.createPdf(createDocument(createTextPrinter(), data, making)).getBuffer()
}
