package io.jobledger.flink.archive;

import io.jobledger.imports.ArchiveLayout;
import java.util.regex.Pattern;

/**
 * Where Flink puts archives, each named by its job. 1.x puts all of them beside each other, 2.x those of an application
 * under {@code <cluster>/applications/<application>/jobs}.
 */
public class FlinkLayout implements ArchiveLayout {
    private static final String ID = "[0-9a-f]{32}";
    private static final String APPLICATION = "[^/]+/applications/" + ID;
    private static final Pattern ARCHIVE = Pattern.compile("(" + APPLICATION + "/jobs/)?" + ID);
    private static final Pattern ENDING = Pattern.compile(APPLICATION);
    private static final Pattern ARCHIVES = Pattern.compile("[^/]+(/applications)?|" + APPLICATION + "/jobs");

    @Override
    public boolean isArchive(String path) {
        return ARCHIVE.matcher(path).matches();
    }

    @Override
    public Place place(String path) {
        if (ENDING.matcher(path).matches()) {
            return Place.ENDING;
        }
        return ARCHIVES.matcher(path).matches() ? Place.ARCHIVES : Place.NOTHING;
    }

    /** The job that the archive at this path is of. */
    public String jobId(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
