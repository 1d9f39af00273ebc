package io.jobledger.engine.process;

import java.io.IOException;

/** Knows how to start one kind of engine, and how to tell that it is well. */
public interface EngineLauncher {

    /** The folder with the engine's files. Its lock tells of a process that an earlier service may have left. */
    EngineHome home();

    /**
     * Prepares one start: chooses a free port, writes the settings, clears the files of the last process. Called for
     * every start, never while an engine process of this data dir lives.
     *
     * @throws EngineLaunchException if it will not work next time either
     * @throws IOException if it may
     */
    EngineLaunch prepare() throws EngineLaunchException, IOException;
}
