package dev.millrace.ml.model;

import java.util.List;

/**
 * Two versions of a model, number by number.
 *
 * @param figures those of its evaluation up to each version
 * @param parameters what was learned
 */
public record ModelComparison(
    String name, long before, long after, List<Difference> figures, List<Difference> parameters) {}
