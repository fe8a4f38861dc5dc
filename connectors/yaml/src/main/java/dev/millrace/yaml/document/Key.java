package dev.millrace.yaml.document;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of a document means, at the component of the record that takes it. A component without
 * a default has to be there, unless it is an Optional, a List or a Map.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** Its meaning, in one sentence. */
  String value();

  /** What holds where it is not given, as it would be written; empty for nothing. */
  String byDefault() default "";

  /** Whether a List or a Map must hold something. */
  boolean required() default false;

  /** The least number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest number. */
  double max() default Double.POSITIVE_INFINITY;
}
