# METADATA
# title: Effective settings of components
# description: |
#   Checks over the settings of one component of a node, each with where its value came from.
#   A setting that is not there is unset and has no default: its value reads as null.
package lib.settings

import data.lib.verdict

component(key) := input.data.components[key]

# The finding of a rule on one component: undefined where it does not run here,
# unknown where nobody could look.
all_of(key, checks) := verdict.not_seen(state_reason(key)) if {
	component(key).state == "unknown"
} else := verdict.all_of(checks) if {
	component(key).state == "running"
}

any_of(key, checks) := verdict.not_seen(state_reason(key)) if {
	component(key).state == "unknown"
} else := verdict.any_of(checks) if {
	component(key).state == "running"
}

# A rule's own finding, under the same two conditions.
finding_of(key, finding) := verdict.not_seen(state_reason(key)) if {
	component(key).state == "unknown"
} else := finding if {
	component(key).state == "running"
}

state_reason(key) := sprintf("%s could not be looked at: %s", [name_of(key), reason]) if {
	reason := component(key).reason
} else := sprintf("%s could not be looked at.", [name_of(key)])

name_of(key) := name if {
	name := component(key).name
} else := key

value(key, name) := setting.value if {
	setting := component(key).settings[name]
} else := null

is_set(key, name) if {
	not value(key, name) in {null, ""}
	value(key, name) != []
}

# Checks ---------------------------------------------------------------------

equals(key, name, expected) := check(key, name, expected, holds) if {
	holds := value(key, name) == expected
}

not_equal(key, name, unwanted) := check(key, name, sprintf("not %v", [unwanted]), holds) if {
	holds := value(key, name) != unwanted
}

one_of(key, name, allowed) := check(key, name, sprintf("one of %s", [concat(", ", allowed)]), holds) if {
	holds := value(key, name) in {word | some word in allowed}
}

set(key, name) := check(key, name, "set", true) if {
	is_set(key, name)
} else := check(key, name, "set", false)

unset(key, name) := check(key, name, "not set", false) if {
	is_set(key, name)
} else := check(key, name, "not set", true)

at_least(key, name, bound) := mistyped(key, name, "a number") if {
	actual := value(key, name)
	actual != null
	not is_number(actual)
} else := check(key, name, sprintf("%v or more", [bound]), holds) if {
	actual := value(key, name)
	is_number(actual)
	holds := actual >= bound
} else := check(key, name, sprintf("%v or more", [bound]), false)

has(key, name, word) := check(key, name, sprintf("contains %s", [word]), true) if {
	word in words(value(key, name))
} else := check(key, name, sprintf("contains %s", [word]), false)

lacks(key, name, word) := check(key, name, sprintf("does not contain %s", [word]), false) if {
	word in words(value(key, name))
} else := check(key, name, sprintf("does not contain %s", [word]), true)

# Non-empty, and nothing in it that is not allowed.
subset(key, name, allowed) := check(key, name, "only suites without known weaknesses", true) if {
	count(words(value(key, name))) > 0
	count(words(value(key, name)) - allowed) == 0
} else := check(key, name, "only suites without known weaknesses", false)

loopback(key, name) := mistyped(key, name, "an address") if {
	actual := value(key, name)
	actual != null
	not is_string(actual)
} else := check(key, name, "a loopback address", true) if {
	is_loopback(value(key, name))
} else := check(key, name, "a loopback address", false)

is_loopback(address) if regex.match(`^(127\.[0-9]+\.[0-9]+\.[0-9]+|localhost)(:[0-9]+)?$`, address)

is_loopback(address) if regex.match(`^(::1|\[::1\](:[0-9]+)?)$`, address)

# A list, or text with commas, as a set of words.
words(null) := set()

words(text) := {trim_space(word) | some word in split(text, ","); trim_space(word) != ""} if is_string(text)

words(list) := {word | some word in list; is_string(word)} if is_array(list)

# The result of a comparison, unless the value is hidden or of a kind that cannot be compared.
check(key, name, expected, _) := verdict.unknown(evidence(key, name, expected), hidden(key, name)) if {
	hidden(key, name)
} else := mistyped(key, name, sprintf("a %s", [type_name(expected)])) if {
	type_name(expected) in {"boolean", "number"}
	not type_name(value(key, name)) in {"null", type_name(expected)}
}

check(key, name, expected, holds) := verdict.passed(evidence(key, name, expected)) if {
	comparable(key, name, expected)
	holds == true
}

check(key, name, expected, holds) := verdict.failed(evidence(key, name, expected)) if {
	comparable(key, name, expected)
	holds == false
}

comparable(key, name, expected) if {
	not hidden(key, name)
	not clashing(value(key, name), expected)
}

clashing(actual, expected) if {
	type_name(expected) in {"boolean", "number"}
	not type_name(actual) in {"null", type_name(expected)}
}

mistyped(key, name, wanted) := verdict.unknown(
	evidence(key, name, wanted),
	sprintf("%s is %s where %s was expected.", [label(key, name), type_name(value(key, name)), wanted]),
)

evidence(key, name, expected) := object.union(
	{"path": label(key, name), "actual": value(key, name), "expected": expected},
	provenance(key, name),
)

# Where the value came from: kind, and file and line where they are known.
provenance(key, name) := {"source": source} if {
	setting := component(key).settings[name]
	source := object.union({"kind": setting.source}, object.filter(setting, ["file", "line"]))
} else := {}

# A setting as its component calls it: a flag, or a path in the configuration.
label(key, name) := name if {
	key in {"kubelet", "proxy"}
} else := sprintf("--%s", [name])

# Why a value cannot be known: a file that may hold it was not read, and no flag overrides it.
hidden(key, name) := concat(" ", reasons) if {
	not flagged(key, name)
	reasons := [reason |
		some document in ["config", "config-dir", "config-file"]
		gap := component(key).documents[document].gap
		reason := sprintf("%s may stand in a file that could not be read: %s", [label(key, name), gap])
	]
	count(reasons) > 0
}

# What a flag says or the component itself, no file can change.
flagged(key, name) if component(key).settings[name].source in {"flag", "configz"}

# What a file that a setting names says; undefined where it is not given or was not read.
document(key, name) := component(key).documents[name].content

document_gap(key, name) := sprintf("The file of %s could not be read: %s", [label(key, name), gap]) if {
	gap := component(key).documents[name].gap
} else := sprintf("The file of %s was not collected.", [label(key, name)]) if {
	is_set(key, name)
	not component(key).documents[name].content
}

# Why a default cannot be told: it depends on a version that nobody knows.
unversioned(key, name) := reason if {
	component(key).settings[name].source == "default"
	object.get(component(key), "version", null) == null
	reason := sprintf("The default of %s depends on the version of %s, which is not known.", [label(key, name), name_of(key)])
}
