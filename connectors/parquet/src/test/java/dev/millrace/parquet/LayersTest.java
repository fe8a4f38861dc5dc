package dev.millrace.parquet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  @Test
  void shouldKnowCoresContractAndItsLibrariesOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.parquet..",
            "dev.millrace.core",
            "dev.millrace.core.engine",
            "dev.millrace.core.file",
            "dev.millrace.core.function..",
            "dev.millrace.core.row..",
            "dev.millrace.core.sink..",
            "dev.millrace.core.source..",
            "dev.millrace.core.time..",
            "java..",
            "com.fasterxml.jackson.databind..",
            "org.apache.arrow..",
            "org.apache.hadoop.conf..",
            "org.apache.hadoop.fs..",
            "org.apache.parquet..",
            "org.slf4j..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.millrace.parquet"));
  }
}
