/** Prints loops, blocks, negation, comprehensions, and the walk through virtual documents. */

import type { Block, Statement } from '../ir/ir.ts'
import {
  contextName,
  fails,
  hoist,
  line,
  localName,
  nested,
  operandText,
  type Printer,
} from './printer.ts'

type Op<K extends Statement['op']> = Extract<Statement, { op: K }>
type PrintBlock = (printer: Printer, block: Block) => void

export function printControl(printer: Printer, statement: Statement, printBlock: PrintBlock): void {
  switch (statement.op) {
    case 'scan':
      printScan(printer, statement, (failure) => {
        nested(printer, { failure }, () => printBlock(printer, statement.block))
      })
      return
    case 'every':
      printScan(printer, { ...statement, isOrdered: false }, (next) => {
        const label = newLabel(printer)
        const { failure } = printer
        nested(printer, {}, () => {
          line(printer, `${label}: {`)
          nested(printer, { failure: `break ${label}`, success: next }, () =>
            printBlock(printer, statement.block),
          )
          line(printer, '}')
          line(printer, failure)
        })
      })
      return
    case 'block':
      printLabelled(printer, (failure) => {
        nested(printer, { failure }, () => printBlock(printer, statement.block))
      })
      return
    case 'switch':
      printSwitch(printer, statement, printBlock)
      return
    case 'not': {
      const success = printer.failure
      printLabelled(printer, (failure) => {
        nested(printer, { failure, success }, () => printBlock(printer, statement.block))
      })
      return
    }
    case 'collect':
      printCollect(printer, statement, printBlock)
      return
    default:
      printDocument(printer, statement, printBlock)
  }
}

function printSwitch(printer: Printer, statement: Op<'switch'>, printBlock: PrintBlock): void {
  const { source, keys, cases } = statement
  const value = keys.reduce(
    (text, key) => `lookup(${text}, ${operandText(printer, key)})`,
    operandText(printer, source),
  )
  line(printer, `switch (${value}) {`)
  for (const { constant, block } of cases) {
    nested(printer, {}, () => {
      line(printer, `case ${operandText(printer, constant)}: {`)
      nested(printer, {}, () => {
        printBlock(printer, block)
        line(printer, 'break')
      })
      line(printer, '}')
    })
  }
  line(printer, '}')
}

function newLabel(printer: Printer): string {
  return `L${printer.labels++}`
}

function printLabelled(printer: Printer, body: (failure: string) => void): void {
  const label = newLabel(printer)
  line(printer, `${label}: {`)
  body(`break ${label}`)
  line(printer, '}')
}

/** The loop's variables are numbered like its label. A loop over nothing is a failure. */
function printScan(
  printer: Printer,
  scan: Pick<Op<'scan'>, 'source' | 'key' | 'value' | 'isOrdered'>,
  body: (failure: string) => void,
): void {
  const label = newLabel(printer)
  const id = label.slice(1)
  const source = operandText(printer, scan.source)
  const [s, k, i] = [`s${id}`, `k_${id}`, `i${id}`]
  const isKeyed = scan.key !== undefined
  const isConstant = scan.source.kind === 'constant'
  const make = (text: string): string => (isConstant ? hoist(printer.unit, text) : text)
  const keys = make(`${isKeyed ? 'scanKeys' : 'scanValues'}(${source}, ${scan.isOrdered})`)
  line(printer, `const ${s} = ${source}`)
  line(printer, `const ${k} = ${keys}`)
  fails(printer, `${k} === undefined`)
  const v = `v${id}`
  if (isKeyed && scan.value !== undefined) {
    const values = isConstant
      ? `${keys} && valuesBeside(${source}, ${keys}, ${scan.isOrdered})`
      : `valuesBeside(${s}, ${k}, ${scan.isOrdered})`
    line(printer, `const ${v} = ${make(values)}`)
  }
  line(printer, `${label}: for (let ${i} = 0; ${i} < ${k}.length; ${i}++) {`)
  nested(printer, {}, () => {
    line(printer, 'if (--c.session.steps < 0) c.session.refill()')
    if (scan.key !== undefined) {
      line(printer, `${localName(scan.key)} = ${s} === ${k} ? ${i} : ${k}[${i}]`)
    }
    if (scan.value !== undefined) {
      line(printer, `${localName(scan.value)} = ${isKeyed ? v : k}[${i}]`)
    }
  })
  body(`continue ${label}`)
  line(printer, '}')
}

/** Arrays and sets are gathered in themselves. */
const collectors = {
  array: '[]',
  set: 'new RegoSet()',
  object: 'new ObjectCollector()',
  document: 'new DocumentCollector()',
}

function printCollect(printer: Printer, statement: Op<'collect'>, printBlock: PrintBlock): void {
  const target = localName(statement.target)
  line(printer, `${target} = ${collectors[statement.into]}`)
  printer.collectors.set(statement.target, statement.into)
  printLabelled(printer, (failure) => {
    nested(printer, { failure }, () => printBlock(printer, statement.block))
  })
  if (statement.into === 'object' || statement.into === 'document') {
    line(printer, `${target} = ${target}.finish()`)
  }
}

function printDocument(printer: Printer, statement: Statement, printBlock: PrintBlock): void {
  switch (statement.op) {
    case 'document': {
      const target = localName(statement.target)
      line(printer, `${target} = documentAt(${contextName(statement.context)}, ${statement.node})`)
      fails(printer, `${target} === undefined`)
      return
    }
    case 'documentStep': {
      const target = localName(statement.target)
      const args = [
        contextName(statement.context),
        operandText(printer, statement.source),
        operandText(printer, statement.key),
      ]
      line(printer, `${target} = documentStep(${args.join(', ')})`)
      fails(printer, `${target} === undefined`)
      return
    }
    case 'documentForce': {
      const target = localName(statement.target)
      const source = operandText(printer, statement.source)
      line(printer, `${target} = documentForce(${contextName(statement.context)}, ${source})`)
      fails(printer, `${target} === undefined`)
      return
    }
    case 'documentScan':
      printDocumentScan(printer, statement, printBlock)
      return
    default:
      throw new Error(`There is no statement ${statement.op}.`)
  }
}

function printDocumentScan(
  printer: Printer,
  statement: Op<'documentScan'>,
  printBlock: PrintBlock,
): void {
  const label = newLabel(printer)
  const source = operandText(printer, statement.source)
  const [key, target] = [localName(statement.key), localName(statement.target)]
  const context = contextName(statement.context)
  line(printer, `${label}: for (const key of documentKeys(${source})) {`)
  nested(printer, { failure: `continue ${label}` }, () => {
    line(printer, 'if (--c.session.steps < 0) c.session.refill()')
    line(printer, `${key} = key`)
    line(printer, `${target} = documentStep(${context}, ${source}, key)`)
    fails(printer, `${target} === undefined`)
    printBlock(printer, statement.block)
  })
  line(printer, '}')
}
