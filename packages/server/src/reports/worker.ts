/** The thread in which a report is laid out: seconds of work that the server does not wait in. */

import { parentPort, workerData } from 'node:worker_threads'
import { printPdf } from './print-pdf.ts'
import type { ReportData, ReportMaking } from './report-data.ts'

const port = parentPort
if (!port) throw new Error('This module runs in a worker thread only.')

const { data, making } = workerData as { data: ReportData; making: ReportMaking }
const file = await printPdf(data, making)
// Copied into memory of its own, which is handed over.
const bytes = new Uint8Array(file)
port.postMessage(bytes, [bytes.buffer])
