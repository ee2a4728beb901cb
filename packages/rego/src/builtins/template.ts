/** `strings.render_template`: Go's text/template on JSON. */

import { isObject, sortedEntries } from '../values/object.ts'
import { quote } from '../values/print.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext, BuiltinTable } from './builtin.ts'
import { chargeText } from './limits.ts'
import { objectOperand, stringOperand } from './operands.ts'
import { callFunction } from './template-functions.ts'
import {
  type Expression,
  type Pipeline,
  parseTemplate,
  type Template,
  type TemplateNode,
} from './template-parse.ts'
import {
  failure,
  isTruthy,
  itemsOf,
  printTemplateValue,
  TemplateNumber,
  type TemplateValue,
  typeOfValue,
} from './template-values.ts'

export const templates: BuiltinTable = {
  'strings.render_template': [2, render],
}

function render(args: readonly Value[], context: BuiltinContext): string {
  const source = stringOperand(args, 1)
  const data = objectOperand(args, 2)
  chargeText(context, source.length * 16)
  const text = new Renderer(parseTemplate(source), context).run(data)
  return text.replaceAll('<no value>', '<undefined>')
}

/** How deep templates may call each other. */
const depthMax = 200

class Leave extends Error {
  readonly isBreak: boolean

  constructor(isBreak: boolean) {
    super()
    this.isBreak = isBreak
  }
}

type Variables = (readonly [name: string, cell: { value: TemplateValue }])[]

class Renderer {
  readonly #template: Template
  readonly #context: BuiltinContext
  #text = ''
  #depth = 0

  constructor(template: Template, context: BuiltinContext) {
    this.#template = template
    this.#context = context
  }

  run(data: TemplateValue): string {
    this.#nodes(this.#template.body, data, [['$', { value: data }]])
    return this.#text
  }

  #nodes(nodes: readonly TemplateNode[], dot: TemplateValue, variables: Variables): void {
    // What a block declares is gone behind it.
    const scope = [...variables]
    for (const node of nodes) this.#node(node, dot, scope)
  }

  #write(text: string): void {
    chargeText(this.#context, text.length)
    this.#text += text
    chargeText({ ...this.#context, charge: () => {} }, this.#text.length)
  }

  #node(node: TemplateNode, dot: TemplateValue, variables: Variables): void {
    this.#context.charge(1)
    switch (node.kind) {
      case 'text':
        this.#write(node.text)
        return
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot, variables)
        if (node.pipeline.variables.length === 0)
          this.#write(printTemplateValue(value ?? undefined))
        return
      }
      case 'if':
      case 'with': {
        const scope = [...variables]
        const value = this.#pipeline(node.pipeline, dot, scope)
        const isMet = isTruthy(value)
        const inner = isMet && node.kind === 'with' ? value : dot
        this.#nodes(isMet ? node.body : node.otherwise, inner, scope)
        return
      }
      case 'range':
        this.#range(node, dot, variables)
        return
      case 'template':
        this.#call(node.name, node.pipeline && this.#pipeline(node.pipeline, dot, variables))
        return
      default:
        throw new Leave(node.kind === 'break')
    }
  }

  #call(name: string, dot: TemplateValue): void {
    const body = this.#template.definitions.get(name)
    if (body === undefined) throw failure(`template ${quote(name)} not defined`)
    if (++this.#depth > depthMax) throw failure('exceeded maximum template depth')
    this.#nodes(body, dot, [['$', { value: dot }]])
    this.#depth--
  }

  #range(
    node: TemplateNode & { kind: 'if' | 'range' | 'with' },
    dot: TemplateValue,
    variables: Variables,
  ): void {
    const value = this.#pipeline({ ...node.pipeline, variables: [] }, dot, variables)
    const names = node.pipeline.variables
    let isEmpty = true
    for (const [key, item] of itemsOf(value)) {
      this.#context.charge(1)
      isEmpty = false
      const scope = [...variables]
      const [first, second] = names
      if (first !== undefined)
        this.#assign(node.pipeline, first, second === undefined ? item : key, scope)
      if (second !== undefined) this.#assign(node.pipeline, second, item, scope)
      try {
        this.#nodes(node.body, item, scope)
      } catch (error) {
        if (!(error instanceof Leave)) throw error
        if (error.isBreak) return
      }
    }
    if (isEmpty) this.#nodes(node.otherwise, dot, variables)
  }

  #assign(pipeline: Pipeline, name: string, value: TemplateValue, variables: Variables): void {
    if (pipeline.isDeclaration) {
      variables.push([name, { value }])
      return
    }
    const known = variables.findLast(([other]) => other === name)
    if (known === undefined) throw failure(`undefined variable ${quote(name)}`)
    known[1].value = value
  }

  #pipeline(pipeline: Pipeline, dot: TemplateValue, variables: Variables): TemplateValue {
    let result: TemplateValue
    for (const [i, command] of pipeline.commands.entries()) {
      result = this.#command(command, i === 0 ? [] : [result], dot, variables)
    }
    for (const name of pipeline.variables) this.#assign(pipeline, name, result, variables)
    return result
  }

  #command(
    [head, ...operands]: readonly Expression[],
    piped: readonly TemplateValue[],
    dot: TemplateValue,
    variables: Variables,
  ): TemplateValue {
    if (head === undefined) return undefined
    if (head.kind === 'nil') throw failure('nil is not a command')
    if (head.kind !== 'function') {
      if (operands.length > 0 || piped.length > 0) {
        throw failure("can't give argument to non-function")
      }
      return this.#expression(head, dot, variables)
    }
    this.#context.charge(1)
    const evaluate = (operand: Expression) => this.#expression(operand, dot, variables)
    if (head.name === 'and' || head.name === 'or') {
      return shortCircuit(head.name === 'and', operands, piped, evaluate)
    }
    return callFunction(head.name, [...operands.map(evaluate), ...piped], this.#context)
  }

  #expression(expression: Expression, dot: TemplateValue, variables: Variables): TemplateValue {
    switch (expression.kind) {
      case 'dot':
        return dot
      case 'nil':
        return null
      case 'string':
      case 'boolean':
        return expression.value
      case 'integer':
      case 'float':
        return new TemplateNumber(expression.kind, expression.value)
      case 'field':
        return fieldOf(dot, expression.names)
      case 'variable': {
        const known = variables.findLast(([name]) => name === expression.name)
        if (known === undefined) throw failure(`undefined variable ${quote(expression.name)}`)
        return fieldOf(known[1].value, expression.names)
      }
      case 'function':
        return callFunction(expression.name, [], this.#context)
      case 'pipeline':
        return fieldOf(this.#pipeline(expression.pipeline, dot, variables), expression.names)
    }
  }
}

/** The first operand that decides, or the last one. */
function shortCircuit(
  isAnd: boolean,
  operands: readonly Expression[],
  piped: readonly TemplateValue[],
  evaluate: (operand: Expression) => TemplateValue,
): TemplateValue {
  let value: TemplateValue
  for (const operand of operands) {
    value = evaluate(operand)
    if (isTruthy(value) !== isAnd) return value
  }
  return piped.length > 0 ? piped[0] : value
}

function fieldOf(value: TemplateValue, names: readonly string[]): TemplateValue {
  let current = value
  for (const name of names) {
    if (current === undefined || current === null) return undefined
    if (current instanceof TemplateNumber || !isObject(current)) {
      throw failure(`can't evaluate field ${name} in type ${typeOfValue(current)}`)
    }
    const entry = sortedEntries(current).find(([key]) => key === name)
    current = entry?.[1]
  }
  return current
}
