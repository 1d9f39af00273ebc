package io.jobledger.secrets;

import java.util.Set;
import java.util.regex.Pattern;

/** Knows the options of command lines that have a secret behind them. */
final class CommandOptions {
    private static final Set<String> USERS = Set.of("-u", "-U", "--user", "--proxy-user");

    /** No option of a command. */
    static final char NONE = 0;

    /** The letter of the option with which a program of an engine takes a secret, as many commands do. */
    static final char OF_PROGRAMS = 'p';

    private static final Pattern WORD = Pattern.compile(
            "-p(arallelism|artitions?|aths?|attern|eriod|ort|refix|rint" + "|rofile|roject|rops?|roperties|roxy)(=.*)?",
            Pattern.DOTALL);

    /** The value that an option has. */
    enum Value {
        PLAIN,
        SECRET,
        /** As {@code user:secret}. */
        USER
    }

    private CommandOptions() {}

    /**
     * Returns the value that follows an option.
     *
     * @param letter of the command, see {@link #letter}
     */
    static Value valueOf(String option, char letter) {
        if (!option.startsWith("-")) {
            return Value.PLAIN;
        }
        if (USERS.contains(option)) {
            return Value.USER;
        }
        boolean own = letter != NONE && option.length() == 2 && option.charAt(1) == letter;
        return own || SecretNames.isSecret(option) ? Value.SECRET : Value.PLAIN;
    }

    /** Returns whether the option has its secret attached: {@code -psecret}. */
    static boolean hasAttached(String option, char letter) {
        return letter != NONE && option.length() > 2 && option.charAt(0) == '-' && option.charAt(1) == letter;
    }

    /** Returns whether the option is a word, not {@link #OF_PROGRAMS} with its secret: {@code -path}. */
    static boolean isWord(String option) {
        return WORD.matcher(option).matches();
    }

    /** Returns whether the option is of the form {@code -uuser}, which a secret may follow behind a colon. */
    static boolean hasAttachedUser(String option) {
        return option.length() > 2 && option.startsWith("-u");
    }

    /** Returns the letter of the option with which a command takes a secret. Most commands have none. */
    static char letter(String command) {
        return switch (command) {
            case "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlsh", "mysqlshow", "mysqlbinlog" -> 'p';
            case "mariadb", "mariadb-dump", "mariadb-admin", "mariadb-import" -> 'p';
            case "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport" -> 'p';
            case "sshpass", "beeline" -> 'p';
            case "redis-cli" -> 'a';
            case "sqlcmd", "bcp" -> 'P';
            case "ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami" -> 'w';
            default -> NONE;
        };
    }
}
