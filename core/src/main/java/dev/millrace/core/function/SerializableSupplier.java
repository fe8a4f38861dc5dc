package dev.millrace.core.function;

import java.io.Serializable;
import java.util.function.Supplier;

/** A supplier that can travel to where it is needed. */
@FunctionalInterface
public interface SerializableSupplier<T> extends Supplier<T>, Serializable {}
