package io.jobledger.flink.archive;

import io.jobledger.imports.ArchiveLayout;
import java.util.regex.Pattern;

/**
 * Knows the paths of Flink's archives, each named by its job. Flink 1.x puts all of them into one directory. Flink 2.x
 * puts those of an application under {@code <cluster>/applications/<application>/jobs}.
 */
public class FlinkLayout implements ArchiveLayout {
    private static final String ID = "[0-9a-f]{32}";
    private static final String APPLICATION = "[^/]+/applications/" + ID;
    /** The directory of a volume's repair, which none but root can list. */
    private static final String LOST = "lost+found";

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
        return !path.equals(LOST) && ARCHIVES.matcher(path).matches() ? Place.ARCHIVES : Place.NOTHING;
    }

    /** Returns the id of the job whose archive lies at this path. */
    public String jobId(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
