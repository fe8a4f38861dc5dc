/**
 * From typed rows to numbers: {@link dev.millrace.ml.feature.Features} for rows of one's own class,
 * {@link dev.millrace.ml.feature.RowFeatures} for rows whose columns are known at run time only.
 */
package dev.millrace.ml.feature;
