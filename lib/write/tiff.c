/* SPDX-License-Identifier: EUPL-1.2 */
/* A GeoTIFF in memory, by libtiff. It is a tenth of a second faster than GDAL, which would be loaded for this alone;
 * what makes a TIFF a GeoTIFF is three short tags. */
#include "write/tiff.h"

#include "base/memory.h"
#include "write/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>
#include <wijk/geo.h>
#include <wijk/number.h>
#include <wijk/version.h>

enum {
  TAG_SCALE = 33550,
  TAG_TIE = 33922,
  TAG_KEYS = 34735,
  TAG_WORDS = 34737,
  TAG_METADATA = 42112,
  TAG_NONE = 42113
};

/* libtiff keeps pointers to names that may change, and does not. */
static char name_scale[] = "ModelPixelScale", name_tie[] = "ModelTiepoint", name_keys[] = "GeoKeyDirectory",
            name_words[] = "GeoAsciiParams", name_metadata[] = "GDALMetadata", name_none[] = "GDALNoData";
static const TIFFFieldInfo tags[] = {
    {TAG_SCALE, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, name_scale},
    {TAG_TIE, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, name_tie},
    {TAG_KEYS, -1, -1, TIFF_SHORT, FIELD_CUSTOM, 1, 1, name_keys},
    {TAG_WORDS, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, name_words},
    {TAG_METADATA, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, name_metadata},
    {TAG_NONE, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, name_none},
};

/* ---- a file in memory ---- */

static tmsize_t read_bytes(thandle_t handle, void *out, tmsize_t length) {
  tiff_bytes *file = handle;
  size_t left = file->at < file->length ? file->length - file->at : 0;
  size_t part = (size_t)length < left ? (size_t)length : left;
  if (part)
    memcpy(out, file->bytes + file->at, part);
  file->at += part;
  return (tmsize_t)part;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t length) {
  tiff_bytes *file = handle;
  size_t end = file->at + (size_t)length;
  if (end > file->capacity) {
    size_t capacity = end + end / 2 + 4096;
    unsigned char *grown = memory_resize(file->bytes, capacity, 1);
    if (!grown)
      return -1;
    memset(grown + file->capacity, 0, capacity - file->capacity);
    file->bytes = grown;
    file->capacity = capacity;
  }
  memcpy(file->bytes + file->at, bytes, (size_t)length);
  file->at = end;
  file->length = end > file->length ? end : file->length;
  return length;
}

static tmsize_t refuse_bytes(thandle_t handle, void *bytes, tmsize_t length) {
  (void)handle;
  (void)bytes;
  (void)length;
  return -1;
}

static toff_t seek_bytes(thandle_t handle, toff_t offset, int whence) {
  tiff_bytes *file = handle;
  file->at = (size_t)offset + (whence == SEEK_CUR ? file->at : whence == SEEK_END ? file->length : 0);
  return file->at;
}

static int close_bytes(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_bytes(thandle_t handle) {
  return ((tiff_bytes *)handle)->length;
}

/* What libtiff complained of first. */
typedef struct complaint {
  char text[160];
} complaint;

static int keep_complaint(TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
  complaint *kept = context;
  (void)tiff;
  (void)module;
  if (!kept->text[0])
    vsnprintf(kept->text, sizeof kept->text, format, arguments);
  return 1;
}

static int drop_complaint(TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)context;
  (void)module;
  (void)format;
  (void)arguments;
  return 1;
}

static TIFF *open_tiff(tiff_bytes *file, bool to_write, complaint *kept) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  TIFF *tiff = NULL;
  if (options) {
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_complaint, kept);
    TIFFOpenOptionsSetWarningHandlerExtR(options, drop_complaint, NULL);
    tiff = TIFFClientOpenExt("raster", to_write ? "wl" : "rm", file, read_bytes, to_write ? write_bytes : refuse_bytes,
                             seek_bytes, close_bytes, size_bytes, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
  }
  if (tiff && TIFFMergeFieldInfo(tiff, tags, sizeof tags / sizeof *tags) != 0) {
    TIFFClose(tiff);
    return NULL;
  }
  return tiff;
}

/* ---- what it says ---- */

/* A code of the EPSG list as such; any other CRS by the definition that ESRI's programs and GDAL read there. */
static wijk_status add_place(const tiff_job *job, TIFF *tiff, wijk_error *err) {
  const wijk_raster *raster = job->raster;
  double scale[] = {raster->cell_m, raster->cell_m, 0}, tie[] = {0, 0, 0, raster->left_m, raster->top_m, 0}, code = 0;
  const char *words = "local|", *definition, *name;
  bool local = !raster->crs || strcmp(raster->crs, "local") == 0;
  if (!local && strncmp(raster->crs, "EPSG:", 5) == 0)
    wijk_number_read(raster->crs + 5, strlen(raster->crs + 5), &code);
  bool listed = code > 0 && code < 32767;
  if (!local && !listed) {
    wijk_status status = wijk_crs_describe(raster->crs, WIJK_CRS_ESRI, job->scratch, &definition, &name, err);
    if (status == WIJK_OK)
      words = wijk_arena_format(job->scratch, err, "ESRI PE String = %s|", definition);
    if (status != WIJK_OK || !words)
      return err->status;
  }
  /* Version, then four numbers a key: its id, where its value stands (0 = here), how many, the value. */
  enum { USER_DEFINED = 32767, METRE = 9001 };
  uint16_t length = (uint16_t)strlen(words), number = listed ? (uint16_t)code : USER_DEFINED;
  uint16_t plain[] = {1, 1, 0, 4, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, number, 3076, 0, 1, METRE};
  uint16_t told[] = {1,    1, 0, 5,      1024, 0,         1,      1, 1025, 0, 1, 1,
                     3072, 0, 1, number, 3073, TAG_WORDS, length, 0, 3076, 0, 1, METRE};
  uint16_t nowhere[] = {1, 1, 0, 3, 1024, 0, 1, USER_DEFINED, 1025, 0, 1, 1, 1026, TAG_WORDS, length, 0};
  bool set = TIFFSetField(tiff, TAG_SCALE, 3, scale) && TIFFSetField(tiff, TAG_TIE, 6, tie) &&
             (local    ? TIFFSetField(tiff, TAG_KEYS, sizeof nowhere / 2, nowhere)
              : listed ? TIFFSetField(tiff, TAG_KEYS, sizeof plain / 2, plain)
                       : TIFFSetField(tiff, TAG_KEYS, sizeof told / 2, told)) &&
             (listed || TIFFSetField(tiff, TAG_WORDS, words));
  return set ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for a TIFF");
}

static void add_item(wijk_text *text, const char *attributes, const char *value) {
  if (!value)
    return;
  wijk_text_add(text, "<Item ");
  wijk_text_add(text, attributes);
  wijk_text_add(text, ">");
  wijk_text_add_xml(text, value);
  wijk_text_add(text, "</Item>");
}

static wijk_status add_metadata(const tiff_job *job, TIFF *tiff, wijk_error *err) {
  const wijk_raster *raster = job->raster;
  const char *title = job->dutch ? raster->title_nl : raster->title_en;
  wijk_text text = {0};
  wijk_text_add(&text, "<GDALMetadata>");
  add_item(&text, "name=\"DESCRIPTION\" sample=\"0\" role=\"description\"", title ? title : raster->name);
  if (!job->classed)
    add_item(&text, "name=\"UNITTYPE\" sample=\"0\" role=\"unittype\"", job->dutch ? raster->unit_nl : raster->unit_en);
  add_item(&text, "name=\"AREA_OR_POINT\"", "Area");
  add_item(&text, "name=\"WIJK_FIGURE\"", raster->name);
  for (size_t k = 0; job->classed && k < job->classed->class_count; k++) {
    char attributes[40];
    snprintf(attributes, sizeof attributes, "name=\"CLASS_%zu\"", k + 1);
    add_item(&text, attributes, job->classed->labels[k]);
  }
  add_item(&text, "name=\"WIJK_PROVENANCE\"", job->provenance);
  wijk_text_add(&text, "</GDALMetadata>");
  wijk_status status = wijk_text_check(&text, err);
  if (status == WIJK_OK &&
      !(TIFFSetField(tiff, TAG_METADATA, text.bytes) && TIFFSetField(tiff, TAG_NONE, job->classed ? "0" : "nan") &&
        TIFFSetField(tiff, TIFFTAG_SOFTWARE, "wijkatlas " WIJK_VERSION)))
    status = wijk_error_set(err, WIJK_MEMORY, "no memory for a TIFF");
  wijk_text_free(&text);
  return status;
}

/* Entry 0 is no data and stays white; entry k is class k. Sixteen bits a colour, as TIFF has it. */
static bool add_colours(const wijk_style *style, TIFF *tiff) {
  uint16_t colours[3][256];
  memset(colours, 0xff, sizeof colours);
  for (size_t k = 0; k < style->class_count && k < 255; k++)
    for (size_t part = 0; part < 3; part++) {
      static const char digits[] = "0123456789abcdef";
      const char *pair = style->colours[k] + 1 + 2 * part;
      const char *high = strchr(digits, pair[0]), *low = strchr(digits, pair[1]);
      unsigned value = high && low ? (unsigned)(16 * (high - digits) + (low - digits)) : 0;
      colours[part][k + 1] = (uint16_t)(value * 257);
    }
  return TIFFSetField(tiff, TIFFTAG_COLORMAP, colours[0], colours[1], colours[2]);
}

static uint32_t rows_per_strip(const wijk_raster *raster, size_t cell_bytes) {
  size_t rows = 65536 / (raster->columns * cell_bytes);
  return rows < 1 ? 1 : rows > raster->rows ? (uint32_t)raster->rows : (uint32_t)rows;
}

static bool add_size(const tiff_job *job, TIFF *tiff) {
  const wijk_raster *raster = job->raster;
  bool floats = !job->classed;
  return TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)raster->columns) &&
         TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (uint32_t)raster->rows) &&
         TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1) && TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, floats ? 32 : 8) &&
         TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, floats ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT) &&
         TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
         TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, floats ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_PALETTE) &&
         TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE) &&
         TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, 1) &&
         TIFFSetField(tiff, TIFFTAG_PREDICTOR, floats ? PREDICTOR_FLOATINGPOINT : PREDICTOR_NONE) &&
         TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows_per_strip(raster, floats ? 4 : 1));
}

/* ---- cells ---- */

static size_t class_of(const wijk_style *style, double value) {
  size_t k = 0;
  while (k + 1 < style->class_count && value >= style->breaks[k + 1])
    k++;
  return k;
}

static void fill_row(const tiff_job *job, size_t row, void *cells) {
  const wijk_raster *raster = job->raster;
  const double *values = raster->values + row * raster->columns;
  float *numbers = cells;
  unsigned char *classes = cells;
  for (size_t c = 0; c < raster->columns; c++)
    if (!job->classed)
      numbers[c] = (float)values[c];
    else
      classes[c] = isnan(values[c]) ? 0 : (unsigned char)(1 + class_of(job->classed, values[c]));
}

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for a TIFF");
}

static wijk_status add_cells(const tiff_job *job, TIFF *tiff, wijk_error *err) {
  float *cells = memory_new_zeroed(job->raster->columns, sizeof *cells);
  bool written = cells;
  for (size_t row = 0; written && row < job->raster->rows; row++) {
    fill_row(job, row, cells);
    written = TIFFWriteScanline(tiff, cells, (uint32_t)row, 0) == 1;
  }
  memory_free(cells);
  return written ? WIJK_OK : no_memory(err);
}

wijk_status tiff_encode(const tiff_job *job, tiff_bytes *file, wijk_error *err) {
  complaint kept = {0};
  *file = (tiff_bytes){0};
  TIFF *tiff = open_tiff(file, true, &kept);
  wijk_status status = tiff ? WIJK_OK : no_memory(err);
  if (status == WIJK_OK && (!add_size(job, tiff) || (job->classed && !add_colours(job->classed, tiff))))
    status = no_memory(err);
  if (status == WIJK_OK)
    status = add_place(job, tiff, err);
  if (status == WIJK_OK)
    status = add_metadata(job, tiff, err);
  if (status == WIJK_OK)
    status = add_cells(job, tiff, err);
  if (status == WIJK_OK && TIFFFlush(tiff) != 1)
    status = no_memory(err);
  if (tiff)
    TIFFClose(tiff);
  if (status == WIJK_OK && kept.text[0])
    status = wijk_error_set(err, WIJK_MEMORY, "a TIFF could not be made: %s", kept.text);
  if (status != WIJK_OK)
    tiff_free(file);
  return status;
}

void tiff_free(tiff_bytes *file) {
  memory_free(file->bytes);
  *file = (tiff_bytes){0};
}

/* ---- again ---- */

static bool same_cells(const tiff_job *job, TIFF *tiff, void *want, void *got) {
  size_t length = job->raster->columns * (job->classed ? 1 : 4);
  if (TIFFScanlineSize(tiff) != (tmsize_t)length)
    return false;
  for (size_t row = 0; row < job->raster->rows; row++) {
    fill_row(job, row, want);
    if (TIFFReadScanline(tiff, got, (uint32_t)row, 0) != 1 || memcmp(want, got, length) != 0)
      return false;
  }
  return true;
}

wijk_status tiff_check(const tiff_job *job, const void *bytes, size_t length, wijk_error *err) {
  tiff_bytes file = {.length = length};
  complaint kept = {0};
  uint32_t columns = 0, rows = 0;
  file.bytes = memory_new(length + 1);
  float *want = memory_new_zeroed(job->raster->columns, sizeof *want),
        *got = memory_new_zeroed(job->raster->columns, sizeof *got);
  wijk_status status = file.bytes && want && got ? WIJK_OK : no_memory(err);
  if (status == WIJK_OK) {
    memcpy(file.bytes, bytes, length);
    TIFF *tiff = open_tiff(&file, false, &kept);
    bool same = tiff && TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &columns) &&
                TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &rows) && columns == job->raster->columns &&
                rows == job->raster->rows && same_cells(job, tiff, want, got);
    if (tiff)
      TIFFClose(tiff);
    if (!same)
      status =
          wijk_error_set(err, WIJK_IO, "what was written cannot be read back%s%s", kept.text[0] ? ": " : "", kept.text);
  }
  memory_free(file.bytes);
  memory_free(want);
  memory_free(got);
  return status;
}
