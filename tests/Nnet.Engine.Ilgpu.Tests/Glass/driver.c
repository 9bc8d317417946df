/*
 * A CUDA driver of glass: it answers as NVIDIA's does (CUDA Driver API 12.4), so that everything up to the driver runs where there is no card. It
 * computes nothing: of all kernels it knows one, the doubling with which CudaGraphs looks whether graphs work. It minds what must not
 * be asked while launches are taken down, counts what is taken and given back, and breaks where it is told to.
 *
 *   GLASS_FAIL=N      the N-th call fails,
 *   GLASS_CODE=C      with this code; after any but "out of memory" all calls behind it fail, too
 *   GLASS_GRAPHS=no   launches cannot be taken down
 *   GLASS_REPORT=F    what was counted is written there in the end
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_HANDLE = 400, NOT_SUPPORTED = 801, CAPTURE_UNSUPPORTED = 900, CAPTURE_WRONG = 901, LAUNCH_FAILED = 719 };

enum { COMPUTE_MAJOR = 75, COMPUTE_MINOR = 76, WARP = 10, THREADS_PER_BLOCK = 1, BLOCK_X = 2, BLOCK_Y = 3, BLOCK_Z = 4, GRID_X = 5, GRID_Y = 6, GRID_Z = 7, SHARED_PER_BLOCK = 8, CONSTANT = 9, REGISTERS = 12, PROCESSORS = 16, THREADS_PER_PROCESSOR = 39, SHARED_PER_PROCESSOR = 81, REGISTERS_PER_PROCESSOR = 82 };

typedef struct Launch {
    int *doubled; /* the number to double, or null: any other kernel does nothing */
    struct Launch *next;
} Launch;

typedef struct {
    int is_capturing;
    Launch *first, *last;
} Stream;

static const size_t Memory = 8ul << 30;
static long calls, fail_at = -1, buffers, streams, graphs, instances, modules, contexts, taken_down, replayed, misuses;
static int fail_code = LAUNCH_FAILED, is_lost, has_graphs = 1;
static Stream *capturing;

static void report(void) {
    FILE *file = getenv("GLASS_REPORT") ? fopen(getenv("GLASS_REPORT"), "w") : NULL;
    if (file) {
        fprintf(file, "calls=%ld\nkept=%ld\ntaken_down=%ld\nreplayed=%ld\nmisuses=%ld\n", calls, buffers + streams + graphs + instances + modules + contexts, taken_down, replayed, misuses);
        fclose(file);
    }
}

static int number(const char *name, int otherwise) {
    return getenv(name) ? atoi(getenv(name)) : otherwise;
}

static int answer(void) {
    if (calls++ == 0) {
        fail_at = number("GLASS_FAIL", -1);
        fail_code = number("GLASS_CODE", LAUNCH_FAILED);
        has_graphs = getenv("GLASS_GRAPHS") == NULL;
        atexit(report);
    }
    is_lost |= calls == fail_at && fail_code != OUT_OF_MEMORY;
    return calls == fail_at || is_lost ? fail_code : SUCCESS;
}

static int misuse(const char *what) {
    fprintf(stderr, "driver of glass: %s\n", what);
    misuses++;
    return CAPTURE_UNSUPPORTED;
}

/* Every function of the driver begins so. */
#define ANSWER int code = answer(); if (code != SUCCESS) return code
#define KNOWN(handle) if (!(handle)) return INVALID_HANDLE
#define NOT_WHILE_CAPTURING(what) if (capturing) return misuse(what " while launches are taken down")

int cuInit(int flags) { ANSWER; return SUCCESS; }
int cuDriverGetVersion(int *version) { ANSWER; *version = 12040; return SUCCESS; }
int cuDeviceGetCount(int *count) { ANSWER; *count = 1; return SUCCESS; }
int cuDeviceGet(int *device, int ordinal) { ANSWER; *device = 0; return SUCCESS; }
int cuDeviceGetName(char *name, int length, int device) { ANSWER; snprintf(name, length, "a card of glass"); return SUCCESS; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { ANSWER; *bytes = Memory; return SUCCESS; }

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    ANSWER;
    switch (attribute) {
        case COMPUTE_MAJOR: *value = 8; break;
        case COMPUTE_MINOR: *value = 0; break;
        case WARP: *value = 32; break;
        case THREADS_PER_BLOCK: case BLOCK_X: case BLOCK_Y: *value = 1024; break;
        case BLOCK_Z: *value = 64; break;
        case GRID_X: *value = INT32_MAX; break;
        case GRID_Y: case GRID_Z: *value = 65535; break;
        case SHARED_PER_BLOCK: case SHARED_PER_PROCESSOR: *value = 48 << 10; break;
        case CONSTANT: case REGISTERS: case REGISTERS_PER_PROCESSOR: *value = 1 << 16; break;
        case PROCESSORS: *value = 108; break;
        case THREADS_PER_PROCESSOR: *value = 2048; break;
        default: *value = 1;
    }
    return SUCCESS;
}

int cuCtxCreate_v2(void **context, int flags, int device) { ANSWER; *context = &contexts; contexts++; return SUCCESS; }
int cuCtxDestroy_v2(void *context) { ANSWER; KNOWN(context); contexts--; return SUCCESS; }
int cuCtxSetCurrent(void *context) { ANSWER; return SUCCESS; }
int cuCtxSynchronize(void) { ANSWER; NOT_WHILE_CAPTURING("the card is waited for"); return SUCCESS; }
int cuCtxGetCacheConfig(int *config) { ANSWER; *config = 0; return SUCCESS; }
int cuCtxGetSharedMemConfig(int *config) { ANSWER; *config = 0; return SUCCESS; }
int cuGetErrorString(int error, const char **text) { *text = error == OUT_OF_MEMORY ? "out of memory" : "unspecified launch failure"; return SUCCESS; }

int cuMemAlloc_v2(void **memory, size_t bytes) {
    ANSWER;
    NOT_WHILE_CAPTURING("memory is taken");
    if (bytes > Memory) return OUT_OF_MEMORY;
    *memory = malloc(bytes);
    buffers++;
    return SUCCESS;
}

int cuMemFree_v2(void *memory) {
    ANSWER;
    NOT_WHILE_CAPTURING("memory is given back");
    KNOWN(memory);
    free(memory);
    buffers--;
    return SUCCESS;
}

int cuMemcpyAsync(void *target, const void *source, size_t bytes, Stream *stream) { ANSWER; NOT_WHILE_CAPTURING("memory is copied"); memcpy(target, source, bytes); return SUCCESS; }
int cuMemsetD8Async(void *target, unsigned char value, size_t bytes, Stream *stream) { ANSWER; NOT_WHILE_CAPTURING("memory is set"); memset(target, value, bytes); return SUCCESS; }
int cuStreamCreate(Stream **stream, int flags) { ANSWER; *stream = calloc(1, sizeof(Stream)); streams++; return SUCCESS; }
int cuStreamDestroy_v2(Stream *stream) { ANSWER; KNOWN(stream); free(stream); streams--; return SUCCESS; }
int cuStreamSynchronize(Stream *stream) { ANSWER; NOT_WHILE_CAPTURING("a stream is waited for"); return SUCCESS; }

int cuModuleLoadDataEx(void **module, const char *assembly, int options, void *names, void *values) { ANSWER; NOT_WHILE_CAPTURING("a kernel is loaded"); *module = &modules; modules++; return SUCCESS; }
int cuModuleUnload(void *module) { ANSWER; KNOWN(module); modules--; return SUCCESS; }
int cuModuleGetFunction(const char **function, void *module, const char *name) { ANSWER; *function = strstr(name, "Kernel_Double") ? "doubles" : ""; return SUCCESS; }
int cuOccupancyMaxPotentialBlockSize(int *least, int *threads, void *function, void *shared, size_t bytes, int most) { ANSWER; *least = 108; *threads = 256; return SUCCESS; }

static void run(const Launch *launch) {
    for (; launch; launch = launch->next) {
        if (launch->doubled) *launch->doubled *= 2;
    }
}

int cuLaunchKernel(const char *function, unsigned x, unsigned y, unsigned z, unsigned threads_x, unsigned threads_y, unsigned threads_z, unsigned shared, Stream *stream, void **arguments, void **packed) {
    ANSWER;
    if (x == 0 || y == 0 || z == 0 || y > 65535 || z > 65535 || threads_x * threads_y * threads_z - 1 >= 1024) return misuse("a kernel is started with more or fewer threads than there can be"), INVALID_VALUE;
    Launch launch = { NULL, NULL };
    if (*function && packed) {
        /* The arguments as one structure, whose size stands two places behind it: a length, and where the numbers are. */
        uint64_t *words = packed[1];
        for (size_t i = 0; i < *(size_t *)packed[3] / sizeof(uint64_t) && !launch.doubled; i++) {
            if (words[i] >> 32) launch.doubled = (int *)words[i];
        }
    }
    if (!stream || !stream->is_capturing) {
        if (capturing) return misuse("a kernel is started elsewhere while launches are taken down");
        run(&launch);
        return SUCCESS;
    }
    Launch *kept = malloc(sizeof(Launch));
    *kept = launch;
    if (stream->last) stream->last->next = kept; else stream->first = kept;
    stream->last = kept;
    taken_down++;
    return SUCCESS;
}

int cuStreamBeginCapture_v2(Stream *stream, int mode) {
    ANSWER;
    if (!has_graphs) return NOT_SUPPORTED;
    if (!stream || capturing) return misuse("launches of this stream cannot be taken down");
    capturing = stream;
    stream->is_capturing = 1;
    stream->first = stream->last = NULL;
    return SUCCESS;
}

/* What was taken down is never given back, for simplicity; graphs and their instances are counted. */
int cuStreamEndCapture(Stream *stream, Launch **graph) {
    int code = answer();
    *graph = NULL;
    if (!stream->is_capturing) return CAPTURE_WRONG;
    stream->is_capturing = 0;
    capturing = NULL;
    if (code != SUCCESS) return code;
    *graph = stream->first;
    graphs++;
    return SUCCESS;
}

int cuGraphInstantiateWithFlags(Launch **instance, Launch *graph, unsigned long long flags) { ANSWER; *instance = graph; instances++; return SUCCESS; }
int cuGraphDestroy(Launch *graph) { ANSWER; KNOWN(graph); graphs--; return SUCCESS; }
int cuGraphExecDestroy(Launch *instance) { ANSWER; KNOWN(instance); instances--; return SUCCESS; }

int cuGraphLaunch(Launch *instance, Stream *stream) {
    ANSWER;
    if (!stream || stream->is_capturing) return misuse("a graph is started where it cannot be");
    replayed++;
    run(instance);
    return SUCCESS;
}
