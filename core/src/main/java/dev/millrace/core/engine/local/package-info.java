/** The engine inside this JVM, the default. */
package dev.millrace.core.engine.local;
