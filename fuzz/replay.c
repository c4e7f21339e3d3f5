/* Gives every file of the folders named to one fuzz target, as a test: what once crashed must not
 * crash again. Prints each name first, so that the log ends with the culprit. */
#include "fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Our own files; a larger one is a mistake. */
#define FILE_MAX_BYTES (16u << 20)

static void replay_file(const char *path)
{
    struct stat st;
    FILE *f = fopen(path, "re");

    if (!f || fstat(fileno(f), &st) || st.st_size > FILE_MAX_BYTES) {
        fprintf(stderr, "%s: cannot be read, or is over %u bytes\n", path, FILE_MAX_BYTES);
        exit(1);
    }
    /* Exactly as large as the file, so that AddressSanitizer sees one byte too many. */
    uint8_t *data = malloc(st.st_size ? (size_t)st.st_size : 1);
    size_t size = data ? fread(data, 1, (size_t)st.st_size, f) : 0;
    fclose(f);
    printf("%s\n", path);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static int replay_folder(const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort), files = 0;

    if (n < 0 && errno == ENOENT) /* git keeps no empty folder */
        return 0;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.') {
            replay_file(path);
            files++;
        }
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return files;
}

int main(int argc, char **argv)
{
    int files = 0;

    for (int i = 1; i < argc; i++)
        files += replay_folder(argv[i]);
    printf("%d files replayed\n", files);
    return files > 0 ? 0 : 1; /* a target without a corpus tests nothing */
}
