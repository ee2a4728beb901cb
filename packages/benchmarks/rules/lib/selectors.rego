# METADATA
# title: Label selectors
# description: Whether a selector matches labels, by matchLabels and matchExpressions. An empty one matches all.
package lib.selectors

matches(selector, labels) if {
	every key, value in labels_of(selector) {
		labels[key] == value
	}
	every expression in expressions_of(selector) {
		holds(expression, labels)
	}
}

labels_of(selector) := selector.matchLabels if {
	is_object(selector.matchLabels)
} else := {}

expressions_of(selector) := selector.matchExpressions if {
	is_array(selector.matchExpressions)
} else := []

is_empty(selector) if {
	count(labels_of(selector)) == 0
	count(expressions_of(selector)) == 0
}

holds(expression, labels) if {
	expression.operator == "In"
	labels[expression.key] in expression.values
}

# A key that is not there is not among the values.
holds(expression, labels) if {
	expression.operator == "NotIn"
	not labels[expression.key] in expression.values
}

holds(expression, labels) if {
	expression.operator == "Exists"
	is_string(labels[expression.key])
}

holds(expression, labels) if {
	expression.operator == "DoesNotExist"
	not is_string(labels[expression.key])
}
