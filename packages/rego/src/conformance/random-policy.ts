/** Writes random policies from a list of numbers, for tests that compare the two engines. */

/** Answers questions from the numbers in turn, and with 0 when they are used up. */
interface Choices {
  numbers: readonly number[]
  at: number
  depth: number
}

const depthMax = 4

/** A module of package `t`: constants, sets, objects and functions over `input` and `data.d`. */
export function randomPolicy(numbers: readonly number[]): string {
  const choices: Choices = { numbers, at: 0, depth: 0 }
  const rules = ['package t', 'import rego.v1', 'f(v) := [v, 1]', 'g(v, v) := v']
  const count = 3 + below(choices, 4)
  for (let i = 0; i < count; i++) rules.push(rule(choices, i))
  return `${rules.join('\n')}\n`
}

function below(choices: Choices, bound: number): number {
  const number = choices.numbers[choices.at++] ?? 0
  return number % bound
}

function pick<T>(choices: Choices, options: readonly [T, ...T[]]): T {
  return options[below(choices, options.length)] ?? options[0]
}

function rule(choices: Choices, index: number): string {
  const body = bodyText(choices, index)
  const value = term(choices, index)
  return pick(choices, [
    `r${index} contains ${value} if { ${body} }`,
    `r${index} contains [${value}, x, y] if { ${body} }`,
    `r${index} := ${value} if { ${body} }`,
    `r${index}[${term(choices, index)}] := ${value} if { ${body} }`,
    `r${index} if { ${body} }\nr${index} if { ${bodyText(choices, index)} }`,
    `default r${index} := 0\nr${index} := ${value} if { ${body} } else := ${term(choices, index)} if { ${bodyText(choices, index)} }`,
    `r${index}[${term(choices, index)}].k contains ${value} if { ${body} }`,
  ])
}

function bodyText(choices: Choices, index: number): string {
  const count = 1 + below(choices, 3)
  const exprs = Array.from({ length: count }, () => expr(choices, index))
  // Something that binds each variable; where it stands, the order for safety decides.
  for (const name of ['x', 'y', 'z']) {
    exprs.push(
      pick(choices, [
        `${name} = 1`,
        `${name} = input.s[_]`,
        `${name} = input.o.k`,
        `${name} = data.d[_]`,
        `[${name}, _] = [1, 2]`,
      ]),
    )
  }
  return exprs.join('; ')
}

function expr(choices: Choices, index: number): string {
  choices.depth++
  const a = term(choices, index)
  const b = term(choices, index)
  const name = pick(choices, ['x', 'y', 'z'])
  const text = pick(choices, [
    `${name} = ${a}`,
    `${a} == ${b}`,
    `some ${name} in ${a}`,
    `${a} < ${b}`,
    `[${name}, _] = ${a}`,
    `{"k": ${name}} = ${a}`,
    `not ${a} == ${b}`,
    `not ${a}`,
    `${a} != ${b}`,
    `some k, ${name} in ${a}; k != ${b}`,
    `every e in ${a} { e != ${b} }`,
    a,
    `${name} = ${a} with input.a as ${b}`,
    `${name} = ${a} with data.d as ${b}`,
  ])
  choices.depth--
  return text
}

function term(choices: Choices, index: number): string {
  if (choices.depth >= depthMax) return leaf(choices, index)
  choices.depth++
  const text = pick(choices, [
    leaf,
    leaf,
    leaf,
    (c: Choices, i: number) => `[${term(c, i)}, ${term(c, i)}]`,
    (c: Choices, i: number) => `{"k": ${term(c, i)}}`,
    (c: Choices, i: number) => `{${term(c, i)}, 1}`,
    (c: Choices, i: number) => `input.${pick(c, ['a', 'o', 's'])}[${term(c, i)}]`,
    (c: Choices) => `data.d[${pick(c, ['x', 'y', '_', '"k"', '0'])}]`,
    (c: Choices, i: number) => `[${term(c, i)} | ${expr(c, i)}]`,
    (c: Choices, i: number) => `{${term(c, i)} | ${expr(c, i)}}`,
    (c: Choices, i: number) => `{${term(c, i)}: 1 | ${expr(c, i)}}`,
    (c: Choices, i: number) => `count(${term(c, i)})`,
    (c: Choices, i: number) => `f(${term(c, i)})`,
    (c: Choices, i: number) => `g(${term(c, i)}, ${term(c, i)})`,
    (c: Choices, i: number) => `$"<{${term(c, i)}}>"`,
  ])(choices, index)
  choices.depth--
  return text
}

function leaf(choices: Choices, index: number): string {
  const earlier = index > 0 ? `r${below(choices, index)}` : 'input'
  return pick(choices, [
    'x',
    'y',
    'z',
    '1',
    '"k"',
    // Of unknown type, so that a type checker lets more of the policies pass.
    'input.a',
    'input.o.k',
    'input.o.a.k',
    'input.s',
    'input.s[_]',
    'input.a[_]',
    'data.d.k',
    'data.d.k[_]',
    'data.d.x',
    earlier,
    `${earlier}[_]`,
    `${earlier}.k`,
    `data.t[${JSON.stringify(earlier)}]`,
  ])
}
