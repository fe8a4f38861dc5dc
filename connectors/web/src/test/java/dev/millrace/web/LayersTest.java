package dev.millrace.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  @Test
  void shouldKnowCoreOnlyAndNothingInternal() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.millrace.core.internal..", "dev.millrace.ml..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.millrace.web"));
  }
}
