package dev.millrace.yaml.document;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a mapping means, at the record that takes it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
  /** Its meaning, in one sentence. */
  String value();

  /** Where a record is one of several: how {@code type} calls it. */
  String type() default "";
}
