package io.jobledger.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openapitools.codegen.ClientOptInput;
import org.openapitools.codegen.CodegenModel;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.CodegenParameter;
import org.openapitools.codegen.CodegenProperty;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.Generator;
import org.openapitools.codegen.api.TemplateProcessor;
import org.openapitools.codegen.config.CodegenConfigurator;
import org.openapitools.codegen.model.ApiInfoMap;
import org.openapitools.codegen.model.ModelMap;
import org.openapitools.codegen.model.OperationsMap;

/** The generators find a name of its own for every model, field, operation, and parameter of a contract. */
class GeneratedNamesTest {

    @TempDir
    Path out;

    @ParameterizedTest
    @CsvSource({"java, okhttp-gson", "java, native", "kotlin,", "typescript-fetch,", "python,", "go,", "php,", "ruby,"})
    void areUnique(String language, String library) {
        for (String contract : List.of("flink", "seatunnel", "rocketmq-connect", "rocketmq-connect-json", "history")) {
            Names names = new Names(language, library, "openapi/" + contract + "-rest.yaml");
            assertThat(names.faults()).as(language + ' ' + contract).isEmpty();
            // The one that is all text has no models.
            assertThat(names.models)
                    .as("models of " + contract)
                    .isGreaterThan(contract.equals("rocketmq-connect") ? -1 : 10);
            assertThat(names.operations).as("operations of " + contract).isGreaterThan(8);
        }
    }

    /** What one generator makes of one contract; only the names are looked at. */
    private final class Names {
        private final List<String> faults = new ArrayList<>();
        private final Set<String> reserved;
        private int models;
        private int operations;

        Names(String language, String library, String contract) {
            CodegenConfigurator configurator = new CodegenConfigurator()
                    .setGeneratorName(language)
                    .setInputSpec(contract)
                    .setOutputDir(out.toString());
            if (library != null) {
                configurator.setLibrary(library);
            }
            Collecting generator = new Collecting();
            var input = configurator.toClientOptInput();
            generator.opts(input);
            // PHP's fields are variables, with a dollar in front: no word is reserved there.
            reserved = language.equals("php") ? Set.of() : input.getConfig().reservedWords();
            generator.generate();
            Set<String> classes = new HashSet<>();
            generator.allModels.forEach(model -> model(model, classes));
            generator.allOperations.forEach(this::operations);
        }

        List<String> faults() {
            return faults;
        }

        private void model(CodegenModel model, Set<String> classes) {
            models++;
            unique(classes, model.classname.toLowerCase(Locale.ROOT), "model " + model.classname);
            // A map of anything, an array and an enum have no fields.
            if (model.vars.isEmpty()
                    && model.parent == null
                    && !model.isEnum
                    && !model.isMap
                    && !model.isArray
                    && model.getAdditionalProperties() == null
                    && !model.isAdditionalPropertiesTrue) {
                faults.add("empty model " + model.classname);
            }
            Set<String> names = new HashSet<>();
            for (CodegenProperty field : model.vars) {
                String at = model.classname + '.' + field.name + " of " + field.baseName;
                unique(names, field.name, at);
                free(field.name, at);
            }
        }

        private void operations(OperationsMap api) {
            Set<String> names = new HashSet<>();
            for (CodegenOperation operation : api.getOperations().getOperation()) {
                operations++;
                String at = api.getOperations().getClassname() + '.' + operation.operationId;
                unique(names, operation.operationId.toLowerCase(Locale.ROOT), at);
                free(operation.operationId, at);
                Set<String> parameters = new HashSet<>();
                for (CodegenParameter parameter : operation.allParams) {
                    unique(parameters, parameter.paramName, at + ": " + parameter.paramName);
                    free(parameter.paramName, at + ": " + parameter.paramName);
                }
            }
        }

        private void unique(Set<String> names, String name, String at) {
            if (!names.add(name)) {
                faults.add("twice: " + at);
            }
        }

        private void free(String name, String at) {
            if (reserved.contains(name)) {
                faults.add("reserved word: " + at);
            }
        }
    }

    /** Writes no file, but keeps what the templates of supporting files would be given: all models and all operations. */
    private static final class Collecting extends DefaultGenerator implements TemplateProcessor {
        private final Set<CodegenModel> allModels = new LinkedHashSet<>();
        private final Set<OperationsMap> allOperations = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public Generator opts(ClientOptInput input) {
            super.opts(input);
            templateProcessor = this;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public File write(Map<String, Object> data, String template, File target) {
            if (data.get("apiInfo") instanceof ApiInfoMap apis) {
                allOperations.addAll(apis.getApis());
                ((List<ModelMap>) data.get("models")).forEach(model -> allModels.add(model.getModel()));
            }
            return target;
        }

        @Override
        public File writeToFile(String name, byte[] contents) {
            return new File(name);
        }

        @Override
        public void ignore(Path path, String context) {}

        @Override
        public void skip(Path path, String context) {}

        @Override
        public void error(Path path, String context) {
            throw new IllegalStateException(context);
        }
    }
}
